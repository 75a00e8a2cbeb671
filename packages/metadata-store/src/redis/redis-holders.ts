import type { Holder, Holders } from '../holders.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisHolders(commands: RedisCommands, keys: RedisKeys): Holders {
  return {
    async recordHolder(artifactId, { worker, bytes, complete }) {
      const holder = JSON.stringify({ worker, bytes, complete } satisfies Holder);
      await commands.run(
        'recordHolder',
        [keys.holders(artifactId)],
        [checkName('worker ID', worker), holder],
      );
    },

    async dropHolder(artifactId, workerId) {
      await commands.run('dropHolder', [keys.holders(artifactId)], [checkName('worker ID', workerId)]);
    },

    async readHolders(artifactId) {
      const key = keys.holders(artifactId);
      const holders = await commands.ask('readHolders', key, (client) => client.hvals(key));
      return holders.map((json) => JSON.parse(json) as Holder).sort((a, b) => (a.worker < b.worker ? -1 : 1));
    },
  };
}
