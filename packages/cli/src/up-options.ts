import { parseArgs } from 'node:util';
import { UnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import type { ClusterOptions } from './cluster.js';

/** Set by the launcher for each service, never taken over from its own environment. */
const launcherVariables = new Set([
  'UNDERSTUDY_ADMIN_KEY',
  'UNDERSTUDY_ADMIN_PORT',
  'UNDERSTUDY_ADVERTISED_URL',
  'UNDERSTUDY_API_KEY',
  'UNDERSTUDY_API_KEYS',
  'UNDERSTUDY_ARCHIVE_URL',
  'UNDERSTUDY_CATALOG_URL',
  'UNDERSTUDY_DATA',
  'UNDERSTUDY_DATA_DIRECTORIES',
  'UNDERSTUDY_HOST',
  'UNDERSTUDY_ID_KEYS',
  'UNDERSTUDY_LIBRARY',
  'UNDERSTUDY_METADATA_URL',
  'UNDERSTUDY_PEER_SECRET',
  'UNDERSTUDY_PLACEMENT_KEY',
  'UNDERSTUDY_PLAYBACK_SECRETS',
  'UNDERSTUDY_PORT',
  'UNDERSTUDY_PUBLIC_URL',
  'UNDERSTUDY_WEBHOOKS',
  'UNDERSTUDY_WORKERS',
  'UNDERSTUDY_WORKER_ID',
  'UNDERSTUDY_ZONE',
]);

const usage = 'usage: understudy up [--restart]';

/**
 * The options of `understudy up` from its arguments and environment.
 * @throws UnderstudyError `invalid_configuration`
 */
export function readUpOptions(args: readonly string[], env: NodeJS.ProcessEnv): ClusterOptions {
  const { restart } = readArguments(args);
  const read = readEnv(env, (reader) => ({
    dataDir: reader.text('UNDERSTUDY_DATA', '.understudy'),
    routerHost: reader.text('UNDERSTUDY_HOST', '127.0.0.1'),
    routerPort: reader.integer('UNDERSTUDY_PORT', { fallback: 8080, min: 0, max: 65_535 }),
    workers: reader.integer('UNDERSTUDY_WORKERS', { fallback: 3, min: 1, max: 50 }),
    metadataUrl: reader.text('UNDERSTUDY_METADATA_URL', 'lmdb:'),
    archiveUrl: reader.optionalText('UNDERSTUDY_ARCHIVE_URL'),
    publicUrl: reader.optionalText('UNDERSTUDY_PUBLIC_URL'),
    libraryDir: reader.optionalText('UNDERSTUDY_LIBRARY'),
    playbackSecrets: reader.optionalSecret('UNDERSTUDY_PLAYBACK_SECRETS'),
    webhooks: reader.optionalSecret('UNDERSTUDY_WEBHOOKS'),
  }));
  return { ...withoutUndefined(read), restart, env: passedOn(env) };
}

function readArguments(args: readonly string[]): { restart: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { restart: { type: 'boolean', default: false } },
    });
    if (positionals.length === 1 && positionals[0] === 'up') return { restart: values.restart };
  } catch (cause) {
    throw new UnderstudyError('invalid_configuration', usage, { cause });
  }
  throw new UnderstudyError('invalid_configuration', usage);
}

/** Limits and timings (`UNDERSTUDY_STALL_MS`, …) are those of whichever service reads them, and so is where traces go. */
function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        /^(UNDERSTUDY|OTEL)_/.test(entry[0]) &&
        !launcherVariables.has(entry[0].replace(/_FILE$/, '')) &&
        entry[1] !== undefined,
    ),
  );
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Present<T>;
}
