import { apiKeysAs, type ConfiguredKey, configuredTexts, parseConfiguredKeys } from '@understudy/access-keys';
import { readClipBytes } from '@understudy/generator-ffmpeg';
import { type OpaqueIdKey, parseKeyRing } from '@understudy/opaque-id';
import { parsePublicOrigins } from '@understudy/peer-protocol';
import { parseTokenSecrets, type TokenSecret } from '@understudy/playback-token';
import { readEnv } from '@understudy/service-kit';
import { readTracingConfig, type TracingConfig } from '@understudy/tracing';
import { type Embedders, parseEmbedders } from './watch/embedders.js';
import { type Hook, parseWebhooks } from './webhooks/parse-webhooks.js';

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
  readonly apiKeys: readonly ConfiguredKey[];
  /** How often the keys of the metadata store are looked at. */
  readonly keysPollMs: number;
  /** How many requests with a key that is not known may wait for a look at them. */
  readonly keysWaiting: number;
  /** What playback tokens are signed with; undefined where they come from elsewhere. */
  readonly playbackSecret: TokenSecret | undefined;
  /** For how long a token may be good. */
  readonly playbackLongestS: number;
  /** Where clips must be; not checked when unset. */
  readonly libraryDir: string | undefined;
  /** A description with a clip that is larger is refused. */
  readonly clipBytes: number;
  /** What an operator says of a program that makes videos; its input is not checked when unset. */
  readonly generatorFile: string | undefined;
  /** Put before every path of `urls`; without it they are paths. */
  readonly publicUrl: string;
  /** The public addresses of all routers, between which the watch page's player may go; none where they are not named. */
  readonly publicOrigins: readonly string[];
  /** Whose pages may have the watch page in a frame. */
  readonly embeddedBy: Embedders;
  /** Where traces go; undefined where nobody collects them. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: string;
  /** How late the event loop may be before new requests are refused; 0: they never are. */
  readonly shedDelayMs: number;
  /** How long a session stays after its last save, and how many there may be. */
  readonly sessionTtlS: number;
  readonly sessions: number;
  readonly sessionBytes: number;
  /** The most that one description may cost, in generation-seconds. */
  readonly maxGenerationSeconds: number;
  /** Generation-seconds that one API key may have at once, and for each second; 0: as many as it asks for. */
  readonly keyBudget: number;
  readonly keyBudgetPerS: number;
  readonly webhooks: readonly Hook[];
  /** Where hooks may be: anywhere, or at addresses of the Internet alone. */
  readonly webhookAddresses: 'any' | 'public';
  /** How many messages may be outstanding for one hook. */
  readonly webhookQueue: number;
  /** Attempts to one hook at once, and the deadline of each. */
  readonly webhookConcurrency: number;
  readonly webhookTimeoutMs: number;
  /** The pause after the first failed attempt, and the longest. */
  readonly webhookFirstPauseMs: number;
  readonly webhookLongestPauseMs: number;
  /** How old a message may become. */
  readonly webhookGiveUpS: number;
  readonly webhookPollMs: number;
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
    playbackSecrets: read.optionalSecret('UNDERSTUDY_PLAYBACK_SECRETS'),
    playbackLongestS: read.integer('UNDERSTUDY_PLAYBACK_LONGEST_S', {
      fallback: 604_800,
      min: 60,
      max: 31_536_000,
    }),
    keysPollMs: read.integer('UNDERSTUDY_KEYS_POLL_MS', { fallback: 500, min: 50, max: 800 }),
    keysWaiting: read.integer('UNDERSTUDY_KEYS_WAITING', { fallback: 32, min: 1, max: 10_000 }),
    libraryDir: read.optionalText('UNDERSTUDY_LIBRARY'),
    clipBytes: readClipBytes(read),
    generatorFile: read.optionalText('UNDERSTUDY_GENERATOR'),
    publicUrl: read.optionalHttpUrl('UNDERSTUDY_PUBLIC_URL') ?? '',
    publicOrigins: read.optionalText('UNDERSTUDY_PUBLIC_ORIGINS'),
    embeddedBy: read.text('UNDERSTUDY_EMBEDDED_BY', '*'),
    tracing: readTracingConfig(read),
    logLevel: read.choice('UNDERSTUDY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    shedDelayMs: read.integer('UNDERSTUDY_SHED_DELAY_MS', { fallback: 500, min: 0, max: 60_000 }),
    sessionTtlS: read.integer('UNDERSTUDY_SESSION_TTL_S', { fallback: 2_592_000, min: 60, max: 31_536_000 }),
    sessions: read.integer('UNDERSTUDY_SESSIONS', { fallback: 1_000_000, min: 1, max: 100_000_000 }),
    sessionBytes: read.integer('UNDERSTUDY_SESSION_BYTES', { fallback: 1_024, min: 128, max: 65_536 }),
    maxGenerationSeconds: read.number('UNDERSTUDY_MAX_GENERATION_SECONDS', {
      fallback: 3_600,
      min: 0.1,
      max: 1_000_000_000,
    }),
    keyBudget: read.number('UNDERSTUDY_KEY_BUDGET', { fallback: 36_000, min: 0, max: 1_000_000_000 }),
    keyBudgetPerS: read.number('UNDERSTUDY_KEY_BUDGET_PER_S', { fallback: 10, min: 0.001, max: 1_000_000 }),
    webhooks: read.optionalSecret('UNDERSTUDY_WEBHOOKS'),
    webhookAddresses: read.choice('UNDERSTUDY_WEBHOOK_ADDRESSES', ['any', 'public'], 'any'),
    webhookQueue: read.integer('UNDERSTUDY_WEBHOOK_QUEUE', { fallback: 10_000, min: 1, max: 1_000_000 }),
    webhookConcurrency: read.integer('UNDERSTUDY_WEBHOOK_CONCURRENCY', { fallback: 8, min: 1, max: 100 }),
    webhookTimeoutMs: read.integer('UNDERSTUDY_WEBHOOK_TIMEOUT_MS', {
      fallback: 10_000,
      min: 50,
      max: 60_000,
    }),
    webhookFirstPauseMs: read.integer('UNDERSTUDY_WEBHOOK_FIRST_PAUSE_MS', {
      fallback: 5_000,
      min: 10,
      max: 3_600_000,
    }),
    webhookLongestPauseMs: read.integer('UNDERSTUDY_WEBHOOK_LONGEST_PAUSE_MS', {
      fallback: 3_600_000,
      min: 10,
      max: 86_400_000,
    }),
    webhookGiveUpS: read.integer('UNDERSTUDY_WEBHOOK_GIVE_UP_S', {
      fallback: 259_200,
      min: 1,
      max: 2_592_000,
    }),
    webhookPollMs: read.integer('UNDERSTUDY_WEBHOOK_POLL_MS', { fallback: 1_000, min: 10, max: 60_000 }),
  }));
  const { playbackSecrets, ...others } = config;
  return {
    ...others,
    playbackSecret:
      playbackSecrets === undefined
        ? undefined
        : parseTokenSecrets('UNDERSTUDY_PLAYBACK_SECRETS', playbackSecrets)[0],
    idKeys: parseKeyRing(config.idKeys),
    apiKeys: parseConfiguredKeys(config.apiKeys, apiKeysAs),
    publicOrigins: parsePublicOrigins(config.publicOrigins)?.map(({ origin }) => origin) ?? [],
    embeddedBy: parseEmbedders(config.embeddedBy),
    webhooks: parseWebhooks(config.webhooks, configuredTexts(config.apiKeys)),
  };
}
