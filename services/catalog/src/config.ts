import { type OpaqueIdKey, parseKeyRing } from '@understudy/opaque-id';
import { parseAccessKeys, readEnv } from '@understudy/service-kit';
import { readTracingConfig, type TracingConfig } from '@understudy/tracing';

export interface CatalogConfig {
  readonly host: string;
  readonly port: number;
  /** Only for `lmdb:` without a path. */
  readonly dataDir: string | undefined;
  readonly metadataUrl: string;
  /** Before every key of a Redis. */
  readonly metadataPrefix: string;
  readonly metadataTimeoutMs: number;
  /** How many replicas of a Redis must have a description before it is acknowledged. */
  readonly metadataWaitReplicas: number;
  readonly metadataDurability: 'required' | 'unchecked';
  readonly membershipPollMs: number;
  readonly idKeys: readonly OpaqueIdKey[];
  readonly apiKeys: readonly string[];
  /** Where clips must be; not checked when unset. */
  readonly libraryDir: string | undefined;
  /** Put before every path of `urls`; without it they are paths. */
  readonly publicUrl: string;
  /** Where traces go; undefined where nobody collects them. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: string;
}

/** Reads the configuration; `docs/reference/configuration.md` has the same list. */
export function readConfig(env: NodeJS.ProcessEnv): CatalogConfig {
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
    metadataDurability: read.choice('UNDERSTUDY_METADATA_DURABILITY', ['required', 'unchecked'], 'required'),
    membershipPollMs: read.integer('UNDERSTUDY_MEMBERSHIP_POLL_MS', { fallback: 500, min: 50, max: 2_000 }),
    idKeys: read.secret('UNDERSTUDY_ID_KEYS'),
    apiKeys: read.secret('UNDERSTUDY_API_KEYS'),
    libraryDir: read.optionalText('UNDERSTUDY_LIBRARY'),
    publicUrl: read.optionalHttpUrl('UNDERSTUDY_PUBLIC_URL') ?? '',
    tracing: readTracingConfig(read),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  }));
  return {
    ...config,
    idKeys: parseKeyRing(config.idKeys),
    apiKeys: parseAccessKeys('UNDERSTUDY_API_KEYS', config.apiKeys),
  };
}
