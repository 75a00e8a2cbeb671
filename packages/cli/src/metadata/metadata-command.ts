import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type MetadataStore, openMetadataStore } from '@understudy/metadata-store';
import { messageOf } from '../messages.js';
import { storeFault } from '../store-fault.js';
import type { Terminal } from '../terminal.js';
import { exportDescriptions } from './export-descriptions.js';
import { importDescriptions } from './import-descriptions.js';
import { type MetadataOptions, readMetadataOptions } from './metadata-options.js';

const usage = `usage: understudy metadata export > descriptions.jsonl
       understudy metadata import < descriptions.jsonl

Moves descriptions between metadata stores, one JSON document a line. Importing again does no harm; a content ID is never
given to a second description, and new ones are given IDs above all that were imported. A line whose description is not
valid, or has the digest of another, is told and left out.

The store is the one of UNDERSTUDY_METADATA_URL (lmdb:<directory>, redis://…, rediss://…, redis+sentinel://…,
redis+cluster://…), with UNDERSTUDY_METADATA_PREFIX, UNDERSTUDY_METADATA_WAIT_REPLICAS and UNDERSTUDY_METADATA_DURABILITY
as for the catalog. \`lmdb:\` alone is in UNDERSTUDY_DATA.

exit code: 0 done, 1 failed or in part (say it again when the reason is gone), 2 not understood`;

/** `understudy metadata …`. Gives the exit code. */
export async function metadataCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  let verb: 'export' | 'import';
  let options: MetadataOptions;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      terminal.print(usage);
      return 0;
    }
    const [first] = positionals;
    if (positionals.length !== 1 || (first !== 'export' && first !== 'import')) throw new Error(usage);
    verb = first;
    options = readMetadataOptions(env);
  } catch (error) {
    terminal.warn(messageOf(error));
    return 2;
  }
  try {
    if (verb === 'export') checkExists(options);
    return await withStore(options, verb === 'import', (store) =>
      verb === 'export' ? exportDescriptions(store, terminal) : importDescriptions(store, terminal),
    );
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

/** An LMDB that is not there would be made: a mistyped directory would be an empty store. */
function checkExists({ metadataUrl, dataDir = '' }: MetadataOptions): void {
  if (!metadataUrl.startsWith('lmdb:')) return;
  const directory = metadataUrl.slice('lmdb:'.length) || join(dataDir, 'metadata');
  if (!existsSync(join(directory, 'data.mdb'))) throw new Error(`there is no metadata store in ${directory}`);
}

async function withStore(
  options: MetadataOptions,
  writes: boolean,
  use: (store: MetadataStore) => Promise<number>,
): Promise<number> {
  let lastCause: unknown;
  const store = await openMetadataStore(options.metadataUrl, {
    keyPrefix: options.metadataPrefix,
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    commandTimeoutMs: options.timeoutMs,
    waitReplicas: options.waitReplicas,
    requireDurable: writes && options.durability === 'required',
    onReachable: (_, cause) => {
      lastCause = cause;
    },
  });
  try {
    if (!store.reachable) throw new Error(`the metadata store cannot be reached: ${storeFault(lastCause)}`);
    return await use(store);
  } finally {
    await store.close();
  }
}
