import { randomInt } from 'node:crypto';
import { KnownKeys } from '@understudy/access-keys';
import {
  type MembershipWatch,
  type MetadataStore,
  openMetadataStore,
  type SessionLimits,
} from '@understudy/metadata-store';
import { createOpaqueIds, type OpaqueIds } from '@understudy/opaque-id';
import type { TokenSecret } from '@understudy/playback-token';
import { createLogger, type Logger, requireDirectory } from '@understudy/service-kit';
import { startTracing, type Tracing } from '@understudy/tracing';
import { Registry } from 'prom-client';
import type { CatalogConfig } from './config.js';
import { type CatalogEvents, createEvents } from './events.js';
import { type MakeAssets, readMakeAssets } from './make/make-assets.js';
import { ClusterPrices } from './price/cluster-prices.js';
import { KeyBudgets } from './price/key-budgets.js';
import { openProgramInputs, type ProgramInputs } from './programs/program-inputs.js';
import type { Embedders } from './watch/embedders.js';
import { type PlayerAssets, readPlayerAssets } from './watch/player-assets.js';
import { createWebhooks } from './webhooks/create-webhooks.js';
import type { CatalogWebhooks } from './webhooks/webhooks.js';

/** Everything the routes work with. */
export interface CatalogContext {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly events: CatalogEvents;
  /** Undefined where nobody collects traces. */
  readonly tracing: Tracing | undefined;
  readonly store: MetadataStore;
  /** Which generators there are: the fingerprints under which a video's artifact may exist. */
  readonly membership: Pick<MembershipWatch, 'current'>;
  readonly ids: OpaqueIds;
  readonly keys: KnownKeys;
  readonly prices: ClusterPrices;
  readonly budgets: KeyBudgets;
  readonly sessions: SessionLimits & { readonly bodyBytes: number };
  readonly playback: { readonly secret: TokenSecret | undefined; readonly longestS: number };
  readonly webhooks: CatalogWebhooks;
  readonly libraryDir: string | undefined;
  readonly clipBytes: number;
  readonly programInputs: ProgramInputs;
  readonly shedDelayMs: number;
  readonly publicUrl: string;
  readonly publicOrigins: readonly string[];
  readonly embeddedBy: Embedders;
  readonly playerAssets: PlayerAssets;
  readonly makeAssets: MakeAssets;
  close(): Promise<void>;
}

/**
 * Opens everything by `config`. A store that is away is no reason not to start; one that is there and would lose
 * descriptions is.
 */
export async function createContext(config: CatalogConfig): Promise<CatalogContext> {
  if (config.libraryDir !== undefined) await requireDirectory('UNDERSTUDY_LIBRARY', config.libraryDir);
  const programInputs = await openProgramInputs(config.generatorFile);
  const [playerAssets, makeAssets] = await Promise.all([readPlayerAssets(), readMakeAssets()]);
  const logger = createLogger(config.logLevel, { service: 'catalog' });
  const registry = new Registry();
  const events = createEvents(logger, registry);
  const tracing = await startTracing(config.tracing, { service: 'catalog', events });
  const store = await openMetadataStore(config.metadataUrl, {
    keyPrefix: config.metadataPrefix,
    waitReplicas: config.metadataWaitReplicas,
    requireDurable: config.metadataDurability === 'required',
    onUnsafe: (faults) => events.metadataUnsafe(faults),
    ...(config.dataDir !== undefined && { dataDir: config.dataDir }),
    commandTimeoutMs: config.metadataTimeoutMs,
    countFrom: randomInt(2 ** 46),
    onReachable: (reachable, cause) => events.metadataReachable(reachable, cause),
  });
  const membership = store.watchMembership(() => {}, { pollIntervalMs: config.membershipPollMs });
  const prices = new ClusterPrices({
    store,
    programCostPerS: programInputs.costPerS,
    limit: config.maxGenerationSeconds,
    onUnread: (error) => events.calibrationsUnread(error),
  });
  const keys = new KnownKeys({
    configured: config.apiKeys,
    store,
    pollMs: config.keysPollMs,
    mostWaiting: config.keysWaiting,
    events,
  });
  keys.start();
  const webhooks = createWebhooks(config, store, events);
  webhooks.start();
  return {
    logger,
    registry,
    events,
    tracing,
    store,
    membership,
    ids: createOpaqueIds(config.idKeys),
    keys,
    prices,
    budgets: new KeyBudgets({
      store,
      terms:
        config.keyBudget === 0 ? undefined : { burst: config.keyBudget, perSecond: config.keyBudgetPerS },
      onCharged: (price, granted) => events.budgetCharged(price, granted),
    }),
    sessions: {
      ttlMs: config.sessionTtlS * 1_000,
      most: config.sessions,
      bodyBytes: config.sessionBytes,
    },
    playback: { secret: config.playbackSecret, longestS: config.playbackLongestS },
    webhooks,
    libraryDir: config.libraryDir,
    clipBytes: config.clipBytes,
    programInputs,
    shedDelayMs: config.shedDelayMs,
    publicUrl: config.publicUrl,
    publicOrigins: config.publicOrigins,
    embeddedBy: config.embeddedBy,
    playerAssets,
    makeAssets,
    async close() {
      prices.close();
      keys.close();
      await webhooks.close();
      await store.close();
      await tracing?.close();
    },
  };
}
