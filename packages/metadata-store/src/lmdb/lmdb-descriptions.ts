import { checkPool, contentIdOf } from '../content-id.js';
import type { Descriptions } from '../descriptions.js';
import { gone } from '../gone.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export function lmdbDescriptions(environment: LmdbEnvironment): Descriptions {
  return {
    async createDescription(digest, json, pool = 0) {
      checkPool(pool);
      const digestKey = lmdbKeys.digest(digest);
      // Whatever can be read is on disk (see LmdbEnvironment), so a known digest needs no write.
      const known = await environment.read('readDigest', (root) => root.get(digestKey) as string | undefined);
      if (known !== undefined) return { contentId: BigInt(known), created: false };
      return environment.write('createDescription', (root) => {
        const existing = root.get(digestKey) as string | undefined;
        if (existing !== undefined) return { contentId: BigInt(existing), created: false };
        const last = (root.get(lmdbKeys.lastContentId) as string | undefined) ?? '0';
        const count = BigInt(last) + 1n;
        const contentId = contentIdOf(pool, count);
        root.put(lmdbKeys.lastContentId, count.toString());
        root.put(lmdbKeys.description(contentId), json);
        root.put(digestKey, contentId.toString());
        return { contentId, created: true };
      });
    },

    async readDescription(contentId) {
      const { json, isGone } = await environment.read('readDescription', (root) => {
        const text = root.get(lmdbKeys.description(contentId)) as string | undefined;
        return { json: text, isGone: text === undefined && root.doesExist(lmdbKeys.deleted(contentId)) };
      });
      if (isGone) throw gone(contentId);
      return json;
    },
  };
}
