import { UnderstudyError } from '@understudy/errors';
import { type OpaqueIdKey, parseKeyRing } from '@understudy/opaque-id';
import {
  type Pathway,
  type PeerConfig,
  parsePeerConfig,
  parsePublicOrigins,
  readPeerConfig,
} from '@understudy/peer-protocol';
import type { AddressRange } from '@understudy/playback-token';
import {
  type HealthConfig,
  parseSecret,
  readEnv,
  readHealthConfig,
  type TlsFiles,
} from '@understudy/service-kit';
import { readTracingConfig, type TracingConfig } from '@understudy/tracing';
import { parseTrustedProxies } from './http/client-address.js';
import { type PlaybackConfig, parsePlayback, readPlayback } from './playback/playback-config.js';

export interface RouterConfig {
  /** The public address. */
  readonly host: string;
  readonly port: number;
  /** HTTP/2 and HTTP/1.1 over TLS with these, in place of plain HTTP/1.1. */
  readonly tls: TlsFiles | undefined;
  /** For how long browsers that came over TLS come back by nothing else; 0: they are not told. */
  readonly strictTransportS: number;
  /** Health and metrics; on the loopback interface unless `adminHost` says otherwise. */
  readonly adminHost: string;
  readonly adminPort: number;
  readonly health: HealthConfig;
  /** Only for `lmdb:` without a path. */
  readonly dataDir: string | undefined;
  readonly metadataUrl: string;
  /** Before every key of a Redis. */
  readonly metadataPrefix: string;
  readonly membershipPollMs: number;
  readonly catalogUrl: string;
  readonly catalogTimeoutMs: number;
  /** The public addresses of the routers, for content steering; undefined where it is left alone. */
  readonly publicOrigins: readonly Pathway[] | undefined;
  readonly steeringTtlS: number;
  /** Undefined where whoever has an ID may play its video. */
  readonly playback: PlaybackConfig | undefined;
  /** Proxies that say truly whose request it is. */
  readonly trustedProxies: readonly AddressRange[];
  readonly idKeys: readonly OpaqueIdKey[];
  readonly placementKey: Uint8Array;
  readonly peers: PeerConfig;
  /** How many workers of a preference list a request may try. */
  readonly candidates: number;
  /** A worker with more than so many times the mean load is passed over for complete videos. */
  readonly loadFactor: number;
  /** Open responses of each worker that are no load. */
  readonly loadFreeStreams: number;
  /** Silence of a worker after which it is left, if it is dead or another has the bytes. */
  readonly stallMs: number;
  readonly probeTimeoutMs: number;
  /** How long a worker that was late is waited for at most. */
  readonly patienceMs: number;
  readonly probeIntervalMs: number;
  /** Silence after which a response is given up, whatever its workers say. */
  readonly failoverDeadlineMs: number;
  /** A player that takes nothing for this long is cut off. */
  readonly playerStallMs: number;
  /** That serve players, each with its own limits. */
  readonly processes: number;
  readonly maxStreams: number;
  /** A reader below so many bytes in a second, over the window, gives its place to others that need it; 0: never. */
  readonly minReadBytesPerS: number;
  readonly readWindowMs: number;
  /** Connections open at once: of everybody, and from one address. */
  readonly maxConnections: number;
  readonly connectionsPerAddress: number;
  /** Connections that one address may open, and requests that it may send, in a second. */
  readonly newConnectionsPerS: number;
  readonly requestsPerS: number;
  /** Responses open at once for one address. */
  readonly responsesPerAddress: number;
  /** Addresses that each of the limits remembers. */
  readonly limitedAddresses: number;
  /** How late the event loop may be before new requests are refused; 0: they never are. */
  readonly shedDelayMs: number;
  readonly drainDeadlineMs: number;
  /** Where the console finds the admin server; where it listens, or the only address of the machine, when unset. */
  readonly advertisedUrl: string | undefined;
  /** How many of its last events an operator can ask for. */
  readonly eventsKept: number;
  /** Where traces go; undefined where nobody collects them. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: string;
}

/** Reads the configuration; `docs/reference/configuration.md` has the same list. */
export function readConfig(env: NodeJS.ProcessEnv): RouterConfig {
  const config = readEnv(env, (read) => ({
    host: read.text('UNDERSTUDY_HOST', '127.0.0.1'),
    port: read.integer('UNDERSTUDY_PORT', { fallback: 8_080, min: 0, max: 65_535 }),
    tlsCert: read.optionalText('UNDERSTUDY_TLS_CERT'),
    tlsKey: read.optionalText('UNDERSTUDY_TLS_KEY'),
    strictTransportS: read.integer('UNDERSTUDY_STRICT_TRANSPORT_S', {
      fallback: 31_536_000,
      min: 0,
      max: 63_072_000,
    }),
    adminHost: read.text('UNDERSTUDY_ADMIN_HOST', '127.0.0.1'),
    adminPort: read.integer('UNDERSTUDY_ADMIN_PORT', { fallback: 0, min: 0, max: 65_535 }),
    health: readHealthConfig(read),
    dataDir: read.optionalText('UNDERSTUDY_DATA'),
    metadataUrl: read.secret('UNDERSTUDY_METADATA_URL'),
    metadataPrefix: read.text('UNDERSTUDY_METADATA_PREFIX', 'understudy:'),
    membershipPollMs: read.integer('UNDERSTUDY_MEMBERSHIP_POLL_MS', { fallback: 500, min: 50, max: 2_000 }),
    catalogUrl: read.httpUrl('UNDERSTUDY_CATALOG_URL'),
    catalogTimeoutMs: read.integer('UNDERSTUDY_CATALOG_TIMEOUT_MS', {
      fallback: 10_000,
      min: 100,
      max: 60_000,
    }),
    publicOrigins: read.optionalText('UNDERSTUDY_PUBLIC_ORIGINS'),
    steeringTtlS: read.integer('UNDERSTUDY_STEERING_TTL_S', { fallback: 60, min: 1, max: 3_600 }),
    playback: readPlayback(read),
    trustedProxies: read.optionalText('UNDERSTUDY_TRUSTED_PROXIES'),
    idKeys: read.secret('UNDERSTUDY_ID_KEYS'),
    placementKey: read.secret('UNDERSTUDY_PLACEMENT_KEY'),
    peers: readPeerConfig(read),
    candidates: read.integer('UNDERSTUDY_CANDIDATES', { fallback: 4, min: 1, max: 100 }),
    loadFactor: read.number('UNDERSTUDY_LOAD_FACTOR', { fallback: 1.25, min: 1.01, max: 1_000 }),
    loadFreeStreams: read.integer('UNDERSTUDY_LOAD_FREE_STREAMS', { fallback: 8, min: 1, max: 1_000_000 }),
    stallMs: read.integer('UNDERSTUDY_STALL_MS', { fallback: 1_000, min: 50, max: 60_000 }),
    patienceMs: read.integer('UNDERSTUDY_PATIENCE_MS', { fallback: 5_000, min: 20, max: 60_000 }),
    probeTimeoutMs: read.integer('UNDERSTUDY_PROBE_TIMEOUT_MS', { fallback: 800, min: 20, max: 60_000 }),
    probeIntervalMs: read.integer('UNDERSTUDY_PROBE_INTERVAL_MS', { fallback: 250, min: 20, max: 60_000 }),
    failoverDeadlineMs: read.integer('UNDERSTUDY_FAILOVER_DEADLINE_MS', {
      fallback: 30_000,
      min: 100,
      max: 600_000,
    }),
    playerStallMs: read.integer('UNDERSTUDY_PLAYER_STALL_MS', {
      fallback: 300_000,
      min: 1_000,
      max: 550_000,
    }),
    processes: read.integer('UNDERSTUDY_ROUTER_PROCESSES', { fallback: 1, min: 1, max: 256 }),
    maxStreams: read.integer('UNDERSTUDY_MAX_STREAMS', { fallback: 10_000, min: 1, max: 1_000_000 }),
    connectionsPerAddress: read.integer('UNDERSTUDY_CONNECTIONS_PER_ADDRESS', {
      fallback: 1_000,
      min: 1,
      max: 1_000_000,
    }),
    newConnectionsPerS: read.integer('UNDERSTUDY_NEW_CONNECTIONS_PER_ADDRESS_PER_S', {
      fallback: 200,
      min: 1,
      max: 1_000_000,
    }),
    maxConnections: read.integer('UNDERSTUDY_MAX_CONNECTIONS', {
      fallback: 20_000,
      min: 1,
      max: 1_000_000,
    }),
    responsesPerAddress: read.integer('UNDERSTUDY_RESPONSES_PER_ADDRESS', {
      fallback: 1_000,
      min: 1,
      max: 1_000_000,
    }),
    requestsPerS: read.integer('UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S', {
      fallback: 1_000,
      min: 1,
      max: 1_000_000,
    }),
    limitedAddresses: read.integer('UNDERSTUDY_LIMITED_ADDRESSES', {
      fallback: 50_000,
      min: 100,
      max: 10_000_000,
    }),
    minReadBytesPerS: read.integer('UNDERSTUDY_MIN_READ_BYTES_PER_S', {
      fallback: 16_384,
      min: 0,
      max: 1_000_000_000,
    }),
    readWindowMs: read.integer('UNDERSTUDY_READ_WINDOW_MS', { fallback: 60_000, min: 100, max: 600_000 }),
    shedDelayMs: read.integer('UNDERSTUDY_SHED_DELAY_MS', { fallback: 500, min: 0, max: 60_000 }),
    drainDeadlineMs: read.integer('UNDERSTUDY_DRAIN_DEADLINE_MS', {
      fallback: 25_000,
      min: 0,
      max: 3_600_000,
    }),
    advertisedUrl: read.optionalHttpUrl('UNDERSTUDY_ADVERTISED_URL'),
    eventsKept: read.integer('UNDERSTUDY_EVENTS_KEPT', { fallback: 1_000, min: 1, max: 100_000 }),
    tracing: readTracingConfig(read),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  }));
  const { tlsCert, tlsKey, ...rest } = config;
  return {
    ...rest,
    tls: tlsFiles(tlsCert, tlsKey),
    publicOrigins: parsePublicOrigins(config.publicOrigins),
    playback: parsePlayback(config.playback),
    trustedProxies: parseTrustedProxies(config.trustedProxies),
    idKeys: parseKeyRing(config.idKeys),
    placementKey: parseSecret('UNDERSTUDY_PLACEMENT_KEY', config.placementKey),
    peers: parsePeerConfig(config.peers),
  };
}

function tlsFiles(cert: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert === key) return undefined;
  throw new UnderstudyError(
    'invalid_configuration',
    'UNDERSTUDY_TLS_CERT and UNDERSTUDY_TLS_KEY must be set together: TLS needs the certificate and its private key',
  );
}
