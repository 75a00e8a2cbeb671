import type { Descriptions } from '../descriptions.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

/** Runs a script and resolves only when what it wrote is durable. */
export type DurableRun = RedisCommands['run'];

/** Durable when acknowledged where `persistenceFaults` finds nothing. */
export function redisDescriptions(
  commands: RedisCommands,
  durably: DurableRun,
  keys: RedisKeys,
  waitReplicas: number,
): Descriptions {
  return {
    async createDescription(digest, json) {
      const [contentId, isNew] = await durably(
        'createDescription',
        [keys.digests, keys.descriptions, keys.lastContentId],
        [checkName('digest', digest), json, waitReplicas],
      );
      return { contentId: BigInt(String(contentId)), created: isNew === 1 };
    },

    async readDescription(contentId) {
      const json = await commands.ask('readDescription', keys.descriptions, (client) =>
        client.hget(keys.descriptions, contentId.toString()),
      );
      return json ?? undefined;
    },
  };
}
