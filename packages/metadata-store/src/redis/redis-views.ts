import { type Views, viewRetentionMs, viewsPerViewer } from '../views.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisViews(commands: RedisCommands, keys: RedisKeys): Views {
  return {
    async recordView(viewerKey, digest) {
      const values = [digest, viewsPerViewer, viewRetentionMs];
      const [isNew] = await commands.run('recordView', [keys.views(viewerKey)], values);
      return isNew === 1;
    },
  };
}
