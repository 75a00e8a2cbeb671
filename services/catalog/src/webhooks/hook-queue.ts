import { isPlayed } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { MetadataStore, WebhookMessage } from '@understudy/metadata-store';
import type { CatalogEvents } from '../events.js';
import { messageBody, messageIdOf } from './message-body.js';
import type { Hook } from './parse-webhooks.js';
import { type RetryLimits, retryPauseMs } from './retry-pause.js';
import { type SendLimits, type Sent, sendMessage } from './send-message.js';
import { signedHeaders } from './sign.js';

/** `timeoutMs` is for one attempt. */
export interface DeliveryLimits extends RetryLimits, SendLimits {
  /** Attempts to one hook at once. */
  readonly concurrency: number;
  /** How old a message may become. */
  readonly giveUpMs: number;
  /** How often what is due is looked for. */
  readonly pollMs: number;
  /** How long a claim holds: longer than an attempt and what is asked of the store around it. */
  readonly claimMs: number;
}

export interface QueueOptions {
  readonly hook: Hook;
  readonly limits: DeliveryLimits;
  readonly publicUrl: string;
  readonly store: Pick<MetadataStore, 'claimMessages' | 'settleMessage' | 'readManifest'>;
  readonly events: CatalogEvents;
}

/**
 * Delivers the messages of one hook: claims what is due, sends it, settles it. Several catalogs share the work by their claims; the
 * claim of one that was killed runs out, and another sends it again.
 */
export class HookQueue {
  readonly #options: QueueOptions;
  readonly #sending = new Set<Promise<void>>();
  readonly #cut = new AbortController();
  #closed = false;
  #woken = false;
  #onWake = () => {};
  #ended: Promise<void> = Promise.resolve();

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  start(): void {
    this.#ended = this.#work();
  }

  /** There may be something to claim, or room to send it. */
  wake(): void {
    this.#woken = true;
    this.#onWake();
  }

  /** Claims nothing any more; what is being sent has `graceMs` to end. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    this.wake();
    const timer = setTimeout(() => this.#cut.abort(), graceMs);
    await this.#ended;
    await Promise.all(this.#sending);
    clearTimeout(timer);
  }

  async #work(): Promise<void> {
    while (!this.#closed) {
      const room = this.#options.limits.concurrency - this.#sending.size;
      if (room > 0) await this.#sendDue(room);
      await this.#rest();
    }
  }

  async #sendDue(room: number): Promise<void> {
    const { hook, store, limits, events } = this.#options;
    try {
      const { messages, outstanding } = await store.claimMessages(hook.id, room, limits.claimMs);
      events.webhookOutstanding(hook.id, outstanding);
      for (const message of messages) {
        const sending = this.#deliver(message).catch((error) => this.#tell(error));
        this.#sending.add(sending);
        void sending.then(() => {
          this.#sending.delete(sending);
          this.wake();
        });
      }
    } catch (error) {
      this.#tell(error);
    }
  }

  async #rest(): Promise<void> {
    if (!this.#woken && !this.#closed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#options.limits.pollMs);
        this.#onWake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }

  async #deliver(message: WebhookMessage): Promise<void> {
    const { hook, store } = this.#options;
    const againInMs = (await this.#isOvertaken(message))
      ? undefined
      : this.#judge(message, await this.#send(message));
    await store.settleMessage(hook.id, message, againInMs);
  }

  /** Of several workers one may fail where the next does not: a failure after which somebody got further is none. */
  async #isOvertaken(message: WebhookMessage): Promise<boolean> {
    const { hook, store, events } = this.#options;
    const { news } = message;
    if (news.type !== 'failed') return false;
    const pieces = (await store.readManifest(news.artifactId)).filter(({ piece }) => isPlayed(piece));
    if (pieces.length <= news.knownPieces) return false;
    events.webhookOvertaken(hook.id, message);
    return true;
  }

  #send(message: WebhookMessage): Promise<Sent> {
    const { hook, publicUrl, limits } = this.#options;
    const body = messageBody(message, publicUrl);
    const headers = signedHeaders(hook.secrets, messageIdOf(hook.id, message), Date.now(), body);
    return sendMessage({ url: hook.url, headers, body }, limits, this.#cut.signal);
  }

  /** What an attempt means for its message: in how many ms it is sent again, or undefined when it is done with. */
  #judge(message: WebhookMessage, sent: Sent): number | undefined {
    const { hook, limits, events } = this.#options;
    // Another catalog, or this one when it is back, sends it at once.
    if (sent.kind === 'stopped') return 0;
    if (sent.kind === 'answered' && sent.status >= 200 && sent.status < 300) {
      events.webhookDelivered(hook.id, message, sent.status);
      return undefined;
    }
    if (sent.kind === 'answered' && sent.status === 410) {
      events.webhookGone(hook.id, message);
      return undefined;
    }
    const reason = sent.kind === 'answered' ? `status ${sent.status}` : sent.why;
    if (Date.now() - message.news.atMs >= limits.giveUpMs) {
      events.webhookGivenUp(hook.id, message, reason);
      return undefined;
    }
    const againInMs = retryPauseMs(message.attempts, limits, Math.random());
    events.webhookFailed(hook.id, message, reason, againInMs);
    return againInMs;
  }

  /** The store tells of its absence itself. */
  #tell(error: unknown): void {
    const { hook, events } = this.#options;
    if (!isUnderstudyError(error, 'metadata_unavailable')) events.webhookBroke(hook.id, error);
  }
}
