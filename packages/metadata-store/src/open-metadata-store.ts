import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import type { MetadataStore, MetadataStoreOptions } from './metadata-store.js';

/**
 * Opens the store that a URL names: `lmdb:` (in `dataDir`), `lmdb:<directory>`, `redis://…`, `rediss://…`,
 * `redis+sentinel://…` or `redis+cluster://…`. A Redis that is down is no error: the store is unreachable until it is up.
 * Waits for it `commandTimeoutMs` at most.
 * @throws `invalid_configuration` for any other URL, when the LMDB files cannot be opened, for a Redis that refuses the
 * database, and with `requireDurable` for one that would lose what it acknowledged.
 */
export async function openMetadataStore(
  url: string,
  options: MetadataStoreOptions = {},
): Promise<MetadataStore> {
  const settings = {
    commandTimeoutMs: options.commandTimeoutMs ?? 1000,
    storeAwayAfterMs: options.storeAwayAfterMs ?? 3000,
    waitReplicas: options.waitReplicas ?? 0,
    requireDurable: options.requireDurable ?? false,
    countFrom: options.countFrom ?? 0,
    onUnsafe: options.onUnsafe ?? (() => {}),
    onReachable: options.onReachable ?? (() => {}),
  };
  const scheme = url.slice(0, url.indexOf(':') + 1);
  // Only the one that is used is loaded: either takes a tenth of a second of a service's start.
  if (scheme === 'lmdb:') {
    const { openLmdbStore } = await import('./lmdb/lmdb-store.js');
    return openLmdbStore(lmdbPath(url.slice(scheme.length), options.dataDir), settings);
  }
  if (/^redis(s|\+sentinel|\+cluster)?:$/.test(scheme)) {
    const { openRedis } = await import('./redis/open-redis.js');
    return openRedis(url, options.keyPrefix ?? 'understudy:', settings);
  }
  // Only the scheme: the rest may hold a password.
  throw new UnderstudyError(
    'invalid_configuration',
    `the metadata store's URL must be lmdb:, lmdb:<directory>, redis://…, rediss://…, redis+sentinel://… or redis+cluster://…; it starts with "${scheme}"`,
  );
}

function lmdbPath(path: string, dataDir: string | undefined): string {
  if (path !== '') return path;
  if (dataDir === undefined) {
    throw new UnderstudyError('invalid_configuration', 'lmdb: without a directory needs a data directory');
  }
  return join(dataDir, 'metadata');
}
