import type { MetadataStore, VideoNews } from '@understudy/metadata-store';
import type { CatalogEvents } from '../events.js';
import { type DeliveryLimits, HookQueue } from './hook-queue.js';
import type { Hook } from './parse-webhooks.js';

interface Options {
  readonly hooks: readonly Hook[];
  readonly limits: DeliveryLimits & {
    /** How many messages may be outstanding for one hook. */
    readonly outstanding: number;
  };
  readonly publicUrl: string;
  readonly store: MetadataStore;
  readonly events: CatalogEvents;
}

/** What is being sent when the catalog stops has this long to end. */
export const webhookGraceMs = 3_000;

/** Tells applications what becomes of the videos that they describe. */
export class CatalogWebhooks {
  readonly #options: Options;
  readonly #queues: ReadonlyMap<string, { readonly hook: Hook; readonly queue: HookQueue }>;

  constructor(options: Options) {
    this.#options = options;
    const { hooks, ...shared } = options;
    this.#queues = new Map(
      hooks.map((hook) => [hook.keyId, { hook, queue: new HookQueue({ hook, ...shared }) }] as const),
    );
  }

  start(): void {
    for (const { hook, queue } of this.#queues.values()) {
      this.#options.events.webhookConfigured(hook.id, hook.url);
      queue.start();
    }
  }

  /**
   * Has the hook of a key, by its ID, told of a video from now on. Resolves when that is durable; with false where the key has none.
   * @throws UnderstudyError `metadata_unavailable`
   */
  async subscribe(keyId: string, contentId: bigint, videoId: string): Promise<boolean> {
    const { store, limits, events } = this.#options;
    const found = this.#queues.get(keyId);
    if (found === undefined) return false;
    const news: VideoNews = { type: 'described', atMs: Date.now() };
    const told = await store.subscribe(found.hook.id, contentId, videoId, news, {
      limit: limits.outstanding,
    });
    events.webhooksDropped(told);
    if (told.enqueued > 0) found.queue.wake();
    return true;
  }

  /** Tells every hook of a video what has become of it. */
  async tell(contentId: bigint, news: VideoNews): Promise<void> {
    const { store, limits, events } = this.#options;
    events.webhooksDropped(await store.tell(contentId, news, { limit: limits.outstanding }));
    for (const { queue } of this.#queues.values()) queue.wake();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map(({ queue }) => queue.close(webhookGraceMs)));
  }
}
