import { setImmediate } from 'node:timers/promises';
import { checkCount, checkPool, contentIdOf, countOf } from '../content-id.js';
import type { Descriptions, ImportResult, StoredDescription } from '../descriptions.js';
import { gone } from '../gone.js';
import { checkImport, importConflict } from '../import-rules.js';
import type { StoreSettings } from '../metadata-store.js';
import type { LmdbEnvironment, LmdbRoot } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

/** How many descriptions are read in one snapshot: a long one would keep old pages from being used again. */
const batchSize = 256;

export function lmdbDescriptions(
  environment: LmdbEnvironment,
  { countFrom }: Pick<StoreSettings, 'countFrom'>,
): Descriptions {
  /** What was described before there was an order is put into it, once for each process that reads by it. */
  let ordered: Promise<void> | undefined;
  const mendOrder = async () => {
    let after: bigint | undefined;
    for (;;) {
      const batch = await environment.read('readUnordered', (root) =>
        Array.from(root.getKeys({ ...lmdbKeys.descriptionsAfter(after), limit: batchSize }), (key) => {
          const contentId = lmdbKeys.describedId(key);
          return { contentId, isOrdered: root.doesExist(lmdbKeys.order(contentId)) };
        }),
      );
      const missing = batch.filter(({ isOrdered }) => !isOrdered);
      if (missing.length > 0)
        await environment.write('orderDescriptions', (root) => {
          // It may have been deleted in between.
          for (const { contentId } of missing)
            if (root.doesExist(lmdbKeys.description(contentId))) root.put(lmdbKeys.order(contentId), 1);
        });
      if (batch.length < batchSize) return;
      after = batch.at(-1)?.contentId;
      await setImmediate();
    }
  };

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
        const last = (root.get(lmdbKeys.lastContentId) as string | undefined) ?? String(countFrom);
        const count = BigInt(last) + 1n;
        const contentId = contentIdOf(pool, count);
        root.put(lmdbKeys.lastContentId, count.toString());
        root.put(lmdbKeys.description(contentId), json);
        root.put(digestKey, contentId.toString());
        root.put(lmdbKeys.order(contentId), 1);
        return { contentId, created: true };
      });
    },

    async keepAbove(contentId) {
      const count = checkCount(contentId);
      const isBehind = (root: LmdbRoot) => {
        const last = root.get(lmdbKeys.lastContentId) as string | undefined;
        return last !== undefined && count > BigInt(last);
      };
      if (!(await environment.read('keepAbove', isBehind))) return;
      await environment.write('keepAbove', (root) => {
        if (isBehind(root)) root.put(lmdbKeys.lastContentId, count.toString());
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

    async findDescription(digest) {
      const key = lmdbKeys.digest(digest);
      const id = await environment.read('findDescription', (root) => root.get(key) as string | undefined);
      return id === undefined ? undefined : BigInt(id);
    },

    async *listDescriptions() {
      let after: string | undefined;
      for (;;) {
        const batch = await environment.read('listDescriptions', (root) =>
          Array.from(
            root.getRange({ ...lmdbKeys.digestsAfter(after), limit: batchSize }),
            ({ key, value }) => {
              const contentId = BigInt(value as string);
              const json = root.get(lmdbKeys.description(contentId)) as string | undefined;
              return { contentId, digest: lmdbKeys.digestOf(key), json };
            },
          ),
        );
        yield* batch.filter((each): each is StoredDescription => each.json !== undefined);
        after = batch.at(-1)?.digest;
        if (batch.length < batchSize) return;
      }
    },

    async readDescriptions(below, limit) {
      ordered ??= mendOrder().catch((error: unknown) => {
        ordered = undefined;
        throw error;
      });
      await ordered;
      return environment.read('readDescriptions', (root) => {
        const contentIds = Array.from(
          root.getKeys({ ...lmdbKeys.orderBelow(below), reverse: true, limit }),
          lmdbKeys.orderedId,
        );
        return {
          descriptions: contentIds.flatMap((contentId) => {
            const json = root.get(lmdbKeys.description(contentId)) as string | undefined;
            return json === undefined ? [] : [{ contentId, json }];
          }),
          next: contentIds.length < limit ? undefined : contentIds.at(-1),
        };
      });
    },

    async importDescription(description): Promise<ImportResult> {
      const { contentId, digest, json } = checkImport(description);
      const [id, key, digestKey] = [
        contentId.toString(),
        lmdbKeys.description(contentId),
        lmdbKeys.digest(digest),
      ];
      return environment.write('importDescription', (root): ImportResult => {
        if (root.doesExist(lmdbKeys.deleted(contentId))) return importConflict(description, 'deleted');
        const idOfDigest = root.get(digestKey) as string | undefined;
        const present = root.get(key) as string | undefined;
        if (idOfDigest === id && present === json) return { outcome: 'present' };
        if (idOfDigest !== undefined || present !== undefined) {
          return importConflict(description, idOfDigest ?? '');
        }
        root.put(key, json);
        root.put(digestKey, id);
        root.put(lmdbKeys.order(contentId), 1);
        const last = (root.get(lmdbKeys.lastContentId) as string | undefined) ?? '0';
        const count = countOf(contentId);
        if (count > BigInt(last)) root.put(lmdbKeys.lastContentId, count.toString());
        return { outcome: 'imported' };
      });
    },
  };
}
