import { type Views, viewsPerViewer } from '../views.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export function lmdbViews(environment: LmdbEnvironment): Views {
  return {
    async recordView(viewerKey, digest) {
      const key = lmdbKeys.views(viewerKey);
      return environment.write('recordView', (root) => {
        const given = (root.get(key) as string[] | undefined) ?? [];
        if (given.includes(digest)) return false;
        root.put(key, [...given, digest].slice(-viewsPerViewer));
        return true;
      });
    },
  };
}
