import { type Views, viewRetentionMs, viewsPerViewer } from '../views.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisKeys } from './redis-keys.js';

export function redisViews(connection: RedisConnection, keys: RedisKeys): Views {
  return {
    async recordView(viewerKey, digest) {
      const values = [digest, viewsPerViewer, viewRetentionMs];
      const [isNew] = await connection.run('recordView', [keys.views(viewerKey)], values);
      return isNew === 1;
    },
  };
}
