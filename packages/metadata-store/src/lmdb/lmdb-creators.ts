import type { Creators } from '../creators.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export function lmdbCreators(environment: LmdbEnvironment): Creators {
  return {
    async recordCreator(contentId, creator) {
      await environment.write('recordCreator', (root) => {
        if (root.doesExist(lmdbKeys.description(contentId))) root.put(lmdbKeys.creator(contentId), creator);
      });
    },

    readCreator(contentId) {
      return environment.read(
        'readCreator',
        (root) => root.get(lmdbKeys.creator(contentId)) as string | undefined,
      );
    },
  };
}
