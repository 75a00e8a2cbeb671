import { checkPool } from '../content-id.js';
import type { Descriptions } from '../descriptions.js';
import { gone } from '../gone.js';
import { checkName } from '../names.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisKeys } from './redis-keys.js';

/** Durable when acknowledged if Redis runs with `appendonly yes` and `appendfsync always`. */
export function redisDescriptions(connection: RedisConnection, keys: RedisKeys): Descriptions {
  return {
    async createDescription(digest, json, pool = 0) {
      const [contentId, isNew] = await connection.run(
        'createDescription',
        [keys.digests, keys.descriptions, keys.lastContentId],
        [checkName('digest', digest), json, checkPool(pool)],
      );
      return { contentId: BigInt(String(contentId)), created: isNew === 1 };
    },

    async readDescription(contentId) {
      const json = await connection.ask('readDescription', (client) =>
        client.hget(keys.descriptions, contentId.toString()),
      );
      if (json !== null) return json;
      // Never both: one script removes the one and adds the other.
      const isGone = await connection.ask('readDeleted', (client) =>
        client.sismember(keys.deleted, contentId.toString()),
      );
      if (isGone === 1) throw gone(contentId);
      return undefined;
    },
  };
}
