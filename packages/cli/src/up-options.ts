import { parseArgs } from 'node:util';
import { readEnv } from '@understudy/service-kit';
import type { ClusterOptions } from './cluster.js';
import { messageOf } from './messages.js';

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
  'UNDERSTUDY_HEALTH_HOST',
  'UNDERSTUDY_HEALTH_PORT',
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

export const upUsage = `usage: understudy up [--restart]

Runs a cluster on this machine until Ctrl-C: a router, the catalog, the console and UNDERSTUDY_WORKERS workers (3), with all that they keep in
UNDERSTUDY_DATA (.understudy). What npm start does.

  --restart  starts again what dies, where it was; a worker that was drained stays away

exit code: 0 ended by a signal, 1 it could not be started, 2 not understood`;

/**
 * The options of `understudy up` from what is asked for and the environment.
 * @throws UnderstudyError `invalid_configuration`
 */
export function readUpOptions({ restart }: UpArguments, env: NodeJS.ProcessEnv): ClusterOptions {
  const read = readEnv(env, (reader) => ({
    dataDir: reader.text('UNDERSTUDY_DATA', '.understudy'),
    routerHost: reader.text('UNDERSTUDY_HOST', '127.0.0.1'),
    routerPort: reader.integer('UNDERSTUDY_PORT', { fallback: 8080, min: 0, max: 65_535 }),
    workers: reader.integer('UNDERSTUDY_WORKERS', { fallback: 3, min: 1, max: 50 }),
    metadataUrl: reader.optionalSecret('UNDERSTUDY_METADATA_URL'),
    archiveUrl: reader.optionalText('UNDERSTUDY_ARCHIVE_URL'),
    publicUrl: reader.optionalText('UNDERSTUDY_PUBLIC_URL'),
    libraryDir: reader.optionalText('UNDERSTUDY_LIBRARY'),
    playbackSecrets: reader.optionalSecret('UNDERSTUDY_PLAYBACK_SECRETS'),
    webhooks: reader.optionalSecret('UNDERSTUDY_WEBHOOKS'),
  }));
  return { ...withoutUndefined(read), restart, env: passedOn(env) };
}

export interface UpArguments {
  readonly restart: boolean;
}

/** What is asked for; otherwise `help`, or what is wrong. `args` are those after the command's name. */
export function readUpArguments(args: readonly string[]): UpArguments | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' }, restart: { type: 'boolean', default: false } },
    });
    return values.help === true ? 'help' : { restart: values.restart };
  } catch (error) {
    return messageOf(error);
  }
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
