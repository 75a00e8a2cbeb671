import { checkCount, checkPool, countOf, paddedId } from '../content-id.js';
import type { Descriptions, ImportResult } from '../descriptions.js';
import { gone } from '../gone.js';
import { checkImport, importConflict } from '../import-rules.js';
import type { StoreSettings } from '../metadata-store.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

/** About how many descriptions are read at once: 256 of a few kilobytes each. */
const batchSize = 256;

/** Runs a script and resolves only when what it wrote is durable. */
export type DurableRun = RedisCommands['run'];

/** Durable when acknowledged where `persistenceFaults` finds nothing. */
export function redisDescriptions(
  commands: RedisCommands,
  durably: DurableRun,
  keys: RedisKeys,
  { waitReplicas, countFrom }: Pick<StoreSettings, 'waitReplicas' | 'countFrom'>,
): Descriptions {
  let highestSeen = 0n;

  const readTexts = (ids: readonly string[]) =>
    // HMGET of nothing is an error.
    ids.length === 0
      ? []
      : commands.ask('readDescriptions', keys.descriptions, (client) =>
          client.hmget(keys.descriptions, ...ids),
        );

  /** Descriptions that a service of before the order wrote, or deleted, are not in it, or still. Mends that. */
  let mending: Promise<void> | undefined;
  const mendOrder = async () => {
    const [described, ordered] = await commands.ask('countDescriptions', keys.order, (client) =>
      Promise.all([client.hlen(keys.descriptions), client.zcard(keys.order)]),
    );
    if (described === ordered) return;
    let cursor = '0';
    do {
      const [next, pairs] = await commands.ask('scanDigests', keys.digests, (client) =>
        client.hscan(keys.digests, cursor, 'COUNT', batchSize),
      );
      cursor = next;
      const ids = pairs.filter((_, index) => index % 2 === 1);
      await commands.run('orderDescriptions', [keys.descriptions, keys.order], ids);
    } while (cursor !== '0');
  };

  return {
    async createDescription(digest, json, pool = 0) {
      const [contentId, isNew] = await durably(
        'createDescription',
        [keys.digests, keys.descriptions, keys.lastContentId, keys.order],
        [checkName('digest', digest), json, waitReplicas, checkPool(pool), countFrom, highestSeen.toString()],
      );
      const given = BigInt(String(contentId));
      if (countOf(given) > highestSeen) highestSeen = countOf(given);
      return { contentId: given, created: isNew === 1 };
    },

    async keepAbove(contentId) {
      const count = checkCount(contentId);
      await commands.run('keepAbove', [keys.lastContentId], [count.toString()]);
    },

    async readDescription(contentId) {
      const json = await commands.ask('readDescription', keys.descriptions, (client) =>
        client.hget(keys.descriptions, contentId.toString()),
      );
      if (json !== null) return json;
      // Never both: one script removes the one and adds the other.
      const isGone = await commands.ask('readDeleted', keys.deleted, (client) =>
        client.hexists(keys.deleted, contentId.toString()),
      );
      if (isGone === 1) throw gone(contentId);
      return undefined;
    },

    async findDescription(digest) {
      checkName('digest', digest);
      const id = await commands.ask('findDescription', keys.digests, (client) =>
        client.hget(keys.digests, digest),
      );
      return id === null ? undefined : BigInt(id);
    },

    async *listDescriptions() {
      let cursor = '0';
      do {
        const [next, pairs] = await commands.ask('scanDigests', keys.digests, (client) =>
          client.hscan(keys.digests, cursor, 'COUNT', batchSize),
        );
        cursor = next;
        const ids = pairs.filter((_, index) => index % 2 === 1);
        const texts = await readTexts(ids);
        for (const [index, id] of ids.entries()) {
          const json = texts[index];
          const digest = pairs[2 * index];
          // Without a text it was removed in between.
          if (typeof json === 'string' && digest !== undefined) yield { contentId: BigInt(id), digest, json };
        }
      } while (cursor !== '0');
    },

    async readDescriptions(below, limit) {
      if (below === undefined) {
        mending ??= mendOrder().finally(() => {
          mending = undefined;
        });
        await mending;
      }
      const from = below === undefined ? '+' : `(${paddedId(below)}`;
      const members = await commands.ask('readOrder', keys.order, (client) =>
        client.zrange(keys.order, from, '-', 'BYLEX', 'REV', 'LIMIT', 0, limit),
      );
      const contentIds = members.map((member) => BigInt(member));
      const texts = await readTexts(contentIds.map(String));
      const gone = contentIds.filter((_, index) => texts[index] === null).map(String);
      if (gone.length > 0) await commands.run('orderDescriptions', [keys.descriptions, keys.order], gone);
      return {
        descriptions: contentIds.flatMap((contentId, index) => {
          const json = texts[index];
          return typeof json === 'string' ? [{ contentId, json }] : [];
        }),
        next: contentIds.length < limit ? undefined : contentIds.at(-1),
      };
    },

    async importDescription(description): Promise<ImportResult> {
      const { contentId, digest, json } = checkImport(description);
      const [outcome, idOfDigest] = await durably(
        'importDescription',
        [keys.digests, keys.descriptions, keys.lastContentId, keys.deleted, keys.order],
        [digest, json, contentId.toString(), countOf(contentId).toString()],
      );
      if (outcome === 'conflict') return importConflict(description, String(idOfDigest));
      return { outcome: outcome as 'imported' | 'present' };
    },
  };
}
