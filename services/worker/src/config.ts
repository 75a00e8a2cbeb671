import {
  type ClipLimits,
  type ConfinementConfig,
  readClipLimits,
  readConfinementConfig,
} from '@understudy/generator-ffmpeg';
import { type PeerConfig, parsePeerConfig, readPeerConfig } from '@understudy/peer-protocol';
import { type HealthConfig, parseSecret, readEnv, readHealthConfig } from '@understudy/service-kit';
import { readTracingConfig, type TracingConfig } from '@understudy/tracing';
import { type ArchiveConfig, readArchiveConfig } from './archive/archive-config.js';
import { type AddressConfig, readAddressConfig } from './budget/address-config.js';
import { readStorageConfig, type StorageConfig } from './disk/storage-config.js';
import { type HotConfig, readHotConfig } from './hot/hot-config.js';
import { type ClusterConfig, readClusterConfig } from './membership/cluster-config.js';
import { type GenerationConfig, readGenerationConfig } from './produce/generation-config.js';
import { type RebalanceConfig, readRebalanceConfig } from './rebalance/rebalance-config.js';
import { type ReplicationConfig, readReplicationConfig } from './replicate/replication-config.js';

export interface WorkerConfig
  extends ReplicationConfig,
    GenerationConfig,
    ClusterConfig,
    StorageConfig,
    ArchiveConfig,
    RebalanceConfig,
    HotConfig,
    AddressConfig {
  readonly host: string;
  readonly port: number;
  /** Where the other workers and the routers find it, if not where it listens. */
  readonly advertisedUrl: string | undefined;
  /** Taken from the data directory when not set. */
  readonly workerId: string | undefined;
  /** Taken from the data directory when not set. */
  readonly zone: string | undefined;
  readonly capacity: number;
  readonly dataDir: string;
  /** So many directories in it are workers, and this one is whichever of them is free; 0: it is itself one. */
  readonly dataDirectories: number;
  readonly metadataUrl: string;
  /** Before every key of a Redis. */
  readonly metadataPrefix: string;
  readonly peers: PeerConfig;
  readonly health: HealthConfig;
  readonly placementKey: Uint8Array;
  readonly libraryDir: string | undefined;
  readonly ffmpegPath: string;
  /** How runs of it are confined, and what they may take. */
  readonly confinement: ConfinementConfig;
  /** What a clip of the library may be. */
  readonly clipLimits: ClipLimits;
  /** What an operator says of a program that makes videos in place of the bundled generator. */
  readonly generatorFile: string | undefined;
  /** How many of its last events an operator can ask for. */
  readonly eventsKept: number;
  /** Where traces go; undefined where nobody collects them. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: string;
  /** How long a worker that is to go may take to hand over what it does and has. */
  readonly drainDeadlineMs: number;
  /** How many messages may be outstanding for one webhook, and how long a failure is kept back. */
  readonly webhookQueue: number;
  readonly webhookFailedAfterMs: number;
  /** For tests: see `@understudy/fault-points`. Empty: none. */
  readonly faults: string;
}

/** Reads the configuration; `docs/reference/configuration.md` has the same list. */
export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  const config = readEnv(env, (read) => ({
    host: read.text('UNDERSTUDY_HOST', '127.0.0.1'),
    port: read.integer('UNDERSTUDY_PORT', { fallback: 0, min: 0, max: 65_535 }),
    advertisedUrl: read.optionalHttpUrl('UNDERSTUDY_ADVERTISED_URL'),
    workerId: read.optionalText('UNDERSTUDY_WORKER_ID'),
    zone: read.optionalText('UNDERSTUDY_ZONE'),
    capacity: read.number('UNDERSTUDY_CAPACITY', { fallback: 1, min: 0.1, max: 100 }),
    dataDir: read.text('UNDERSTUDY_DATA'),
    dataDirectories: read.integer('UNDERSTUDY_DATA_DIRECTORIES', { fallback: 0, min: 0, max: 1_000 }),
    metadataUrl: read.secret('UNDERSTUDY_METADATA_URL'),
    metadataPrefix: read.text('UNDERSTUDY_METADATA_PREFIX', 'understudy:'),
    peers: readPeerConfig(read),
    health: readHealthConfig(read),
    placementKey: read.secret('UNDERSTUDY_PLACEMENT_KEY'),
    libraryDir: read.optionalText('UNDERSTUDY_LIBRARY'),
    ffmpegPath: read.text('UNDERSTUDY_FFMPEG', 'ffmpeg'),
    confinement: readConfinementConfig(read),
    clipLimits: readClipLimits(read),
    generatorFile: read.optionalText('UNDERSTUDY_GENERATOR'),
    eventsKept: read.integer('UNDERSTUDY_EVENTS_KEPT', { fallback: 1_000, min: 1, max: 100_000 }),
    tracing: readTracingConfig(read),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    drainDeadlineMs: read.integer('UNDERSTUDY_DRAIN_DEADLINE_MS', {
      fallback: 60_000,
      min: 0,
      max: 86_400_000,
    }),
    webhookQueue: read.integer('UNDERSTUDY_WEBHOOK_QUEUE', { fallback: 10_000, min: 1, max: 1_000_000 }),
    webhookFailedAfterMs: read.integer('UNDERSTUDY_WEBHOOK_FAILED_AFTER_MS', {
      fallback: 10_000,
      min: 0,
      max: 600_000,
    }),
    ...readReplicationConfig(read),
    ...readGenerationConfig(read),
    ...readClusterConfig(read),
    ...readStorageConfig(read),
    ...readArchiveConfig(read),
    ...readRebalanceConfig(read),
    ...readHotConfig(read),
    ...readAddressConfig(read),
    faults: read.optionalText('UNDERSTUDY_FAULTS'),
  }));
  return {
    ...config,
    faults: config.faults ?? '',
    peers: parsePeerConfig(config.peers),
    placementKey: parseSecret('UNDERSTUDY_PLACEMENT_KEY', config.placementKey),
  };
}
