import { checkName } from '../names.js';
import { byRouterId, type RouterRecord, type Routers } from '../routers.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisRouters(commands: RedisCommands, keys: RedisKeys): Routers {
  return {
    async announceRouter(router, leaseMs) {
      const values = [checkName('router ID', router.id), JSON.stringify(router), leaseMs];
      await commands.run('announceRouter', [keys.routers], values);
    },

    async removeRouter(routerId) {
      await commands.run('removeRouter', [keys.routers], [checkName('router ID', routerId)]);
    },

    async readRouters() {
      const [records] = await commands.run('readRouters', [keys.routers], []);
      return (records as readonly string[])
        .map((record) => JSON.parse(record) as RouterRecord)
        .sort(byRouterId);
    },
  };
}
