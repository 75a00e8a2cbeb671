import { type OpaqueIdKey, parseKeyRing } from '@understudy/opaque-id';
import { parseAccessKeys, parseSecret, readEnv } from '@understudy/service-kit';

export interface ConsoleConfig {
  readonly host: string;
  readonly port: number;
  /** Only for `lmdb:` without a path. */
  readonly dataDir: string | undefined;
  readonly metadataUrl: string;
  /** Before every key of a Redis. */
  readonly metadataPrefix: string;
  readonly metadataTimeoutMs: number;
  readonly membershipPollMs: number;
  /** A worker that does not answer in this time is shown as unreachable. */
  readonly peerTimeoutMs: number;
  /** Where players come to; null where nobody said. */
  readonly publicUrl: string | null;
  readonly idKeys: readonly OpaqueIdKey[];
  readonly adminKeys: readonly string[];
  readonly placementKey: Uint8Array;
  readonly peerSecret: Uint8Array;
  /** How many of its last events an operator can ask for. */
  readonly eventsKept: number;
  /** For how long it keeps what the percentiles are made of. */
  readonly timingsKeptMs: number;
  /** Whether an operator may have it kill workers of its own machine. */
  readonly mayKillWorkers: boolean;
  readonly logLevel: string;
}

/** Reads the configuration; `docs/reference/configuration.md` has the same list. */
export function readConfig(env: NodeJS.ProcessEnv): ConsoleConfig {
  const config = readEnv(env, (read) => ({
    host: read.text('UNDERSTUDY_HOST', '127.0.0.1'),
    port: read.integer('UNDERSTUDY_PORT', { fallback: 0, min: 0, max: 65_535 }),
    dataDir: read.optionalText('UNDERSTUDY_DATA'),
    metadataUrl: read.secret('UNDERSTUDY_METADATA_URL'),
    metadataPrefix: read.text('UNDERSTUDY_METADATA_PREFIX', 'understudy:'),
    metadataTimeoutMs: read.integer('UNDERSTUDY_METADATA_TIMEOUT_MS', {
      fallback: 1_000,
      min: 50,
      max: 60_000,
    }),
    membershipPollMs: read.integer('UNDERSTUDY_MEMBERSHIP_POLL_MS', { fallback: 500, min: 50, max: 2_000 }),
    peerTimeoutMs: read.integer('UNDERSTUDY_PEER_TIMEOUT_MS', { fallback: 700, min: 20, max: 60_000 }),
    publicUrl: read.optionalHttpUrl('UNDERSTUDY_PUBLIC_URL') ?? null,
    idKeys: read.secret('UNDERSTUDY_ID_KEYS'),
    adminKey: read.secret('UNDERSTUDY_ADMIN_KEY'),
    placementKey: read.secret('UNDERSTUDY_PLACEMENT_KEY'),
    peerSecret: read.secret('UNDERSTUDY_PEER_SECRET'),
    eventsKept: read.integer('UNDERSTUDY_EVENTS_KEPT', { fallback: 1_000, min: 1, max: 100_000 }),
    timingsKeptMs: read.integer('UNDERSTUDY_TIMINGS_KEPT_MS', {
      fallback: 600_000,
      min: 60_000,
      max: 3_600_000,
    }),
    killWorkers: read.choice('UNDERSTUDY_KILL_WORKERS', ['never', 'own-machine'], 'never'),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  }));
  const { adminKey, killWorkers, ...others } = config;
  return {
    ...others,
    mayKillWorkers: killWorkers === 'own-machine',
    idKeys: parseKeyRing(config.idKeys),
    adminKeys: parseAccessKeys('UNDERSTUDY_ADMIN_KEY', adminKey),
    placementKey: parseSecret('UNDERSTUDY_PLACEMENT_KEY', config.placementKey),
    peerSecret: parseSecret('UNDERSTUDY_PEER_SECRET', config.peerSecret),
  };
}
