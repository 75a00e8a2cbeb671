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
  /** How many replicas of a Redis must have a deletion before it is acknowledged. */
  readonly metadataWaitReplicas: number;
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
  /** How many descriptions a search for videos looks at, at once. */
  readonly searchedVideos: number;
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
    metadataWaitReplicas: read.integer('UNDERSTUDY_METADATA_WAIT_REPLICAS', { fallback: 0, min: 0, max: 10 }),
    membershipPollMs: read.integer('UNDERSTUDY_MEMBERSHIP_POLL_MS', { fallback: 500, min: 50, max: 2_000 }),
    peerTimeoutMs: read.integer('UNDERSTUDY_PEER_TIMEOUT_MS', { fallback: 700, min: 20, max: 60_000 }),
    publicUrl: read.optionalHttpUrl('UNDERSTUDY_PUBLIC_URL') ?? null,
    idKeys: read.secret('UNDERSTUDY_ID_KEYS'),
    adminKey: read.secret('UNDERSTUDY_ADMIN_KEY'),
    placementKey: read.secret('UNDERSTUDY_PLACEMENT_KEY'),
    peerSecret: read.secret('UNDERSTUDY_PEER_SECRET'),
    eventsKept: read.integer('UNDERSTUDY_EVENTS_KEPT', { fallback: 1_000, min: 1, max: 100_000 }),
    searchedVideos: read.integer('UNDERSTUDY_SEARCHED_VIDEOS', {
      fallback: 10_000,
      min: 100,
      max: 1_000_000,
    }),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  }));
  const { adminKey, ...others } = config;
  return {
    ...others,
    idKeys: parseKeyRing(config.idKeys),
    adminKeys: parseAccessKeys('UNDERSTUDY_ADMIN_KEY', adminKey),
    placementKey: parseSecret('UNDERSTUDY_PLACEMENT_KEY', config.placementKey),
    peerSecret: parseSecret('UNDERSTUDY_PEER_SECRET', config.peerSecret),
  };
}
