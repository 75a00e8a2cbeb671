import type { Creators } from '../creators.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisCreators(commands: RedisCommands, keys: RedisKeys): Creators {
  return {
    async recordCreator(contentId, creator) {
      const values = [contentId.toString(), creator];
      await commands.run('recordCreator', [keys.creators, keys.descriptions], values);
    },

    async readCreator(contentId) {
      const creator = await commands.ask('readCreator', keys.creators, (client) =>
        client.hget(keys.creators, contentId.toString()),
      );
      return creator ?? undefined;
    },
  };
}
