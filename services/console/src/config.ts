import { adminKeysAs, type ConfiguredKey, parseConfiguredKeys } from '@understudy/access-keys';
import { type OpaqueIdKey, parseKeyRing } from '@understudy/opaque-id';
import { type PeerConfig, parsePeerConfig, readPeerConfig } from '@understudy/peer-protocol';
import { parseSecret, readEnv } from '@understudy/service-kit';

export interface ConsoleConfig {
  readonly host: string;
  readonly port: number;
  /** Only for `lmdb:` without a path. */
  readonly dataDir: string | undefined;
  readonly metadataUrl: string;
  /** Before every key of a Redis. */
  readonly metadataPrefix: string;
  readonly metadataTimeoutMs: number;
  /** How many replicas of a Redis must have a change of a key, or a deletion, before it is acknowledged. */
  readonly metadataWaitReplicas: number;
  readonly membershipPollMs: number;
  /** A worker that does not answer in this time is shown as unreachable. */
  readonly peerTimeoutMs: number;
  /** Where players come to; null where nobody said. */
  readonly publicUrl: string | null;
  readonly idKeys: readonly OpaqueIdKey[];
  readonly adminKeys: readonly ConfiguredKey[];
  /** How many keys there may be in the metadata store, and how often they are looked at. */
  readonly keys: number;
  readonly keysPollMs: number;
  /** How many requests with a key that is not known may wait for a look at them. */
  readonly keysWaiting: number;
  /** So many wrong keys may come from one address at once, one more after each of these times; known of so many addresses. */
  readonly wrongKeys: number;
  readonly wrongKeyRefillMs: number;
  readonly wrongKeyAddresses: number;
  readonly placementKey: Uint8Array;
  readonly peers: PeerConfig;
  /** How many revocations of playback tokens may be kept. */
  readonly mostRevocations: number;
  /** How many of its last events an operator can ask for. */
  readonly eventsKept: number;
  /** How many descriptions a search for videos looks at, at once. */
  readonly searchedVideos: number;
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
    metadataWaitReplicas: read.integer('UNDERSTUDY_METADATA_WAIT_REPLICAS', { fallback: 0, min: 0, max: 10 }),
    membershipPollMs: read.integer('UNDERSTUDY_MEMBERSHIP_POLL_MS', { fallback: 500, min: 50, max: 2_000 }),
    peerTimeoutMs: read.integer('UNDERSTUDY_PEER_TIMEOUT_MS', { fallback: 700, min: 20, max: 60_000 }),
    publicUrl: read.optionalHttpUrl('UNDERSTUDY_PUBLIC_URL') ?? null,
    idKeys: read.secret('UNDERSTUDY_ID_KEYS'),
    adminKey: read.secret('UNDERSTUDY_ADMIN_KEY'),
    keys: read.integer('UNDERSTUDY_KEYS', { fallback: 1_000, min: 1, max: 10_000 }),
    keysPollMs: read.integer('UNDERSTUDY_KEYS_POLL_MS', { fallback: 500, min: 50, max: 800 }),
    keysWaiting: read.integer('UNDERSTUDY_KEYS_WAITING', { fallback: 32, min: 1, max: 10_000 }),
    wrongKeys: read.integer('UNDERSTUDY_WRONG_KEYS', { fallback: 20, min: 1, max: 10_000 }),
    wrongKeyRefillMs: read.integer('UNDERSTUDY_WRONG_KEY_REFILL_MS', {
      fallback: 1_000,
      min: 1,
      max: 3_600_000,
    }),
    wrongKeyAddresses: read.integer('UNDERSTUDY_WRONG_KEY_ADDRESSES', {
      fallback: 10_000,
      min: 1,
      max: 1_000_000,
    }),
    placementKey: read.secret('UNDERSTUDY_PLACEMENT_KEY'),
    peers: readPeerConfig(read),
    mostRevocations: read.integer('UNDERSTUDY_REVOCATIONS', { fallback: 10_000, min: 1, max: 100_000 }),
    eventsKept: read.integer('UNDERSTUDY_EVENTS_KEPT', { fallback: 1_000, min: 1, max: 100_000 }),
    searchedVideos: read.integer('UNDERSTUDY_SEARCHED_VIDEOS', {
      fallback: 10_000,
      min: 100,
      max: 1_000_000,
    }),
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
    adminKeys: parseConfiguredKeys(adminKey, adminKeysAs),
    placementKey: parseSecret('UNDERSTUDY_PLACEMENT_KEY', config.placementKey),
    peers: parsePeerConfig(config.peers),
  };
}
