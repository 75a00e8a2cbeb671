import { checkName } from '../names.js';
import {
  checkTell,
  contentIdOfKey,
  markOf,
  messageKey,
  type Told,
  type VideoNews,
  type WebhookMessage,
  type Webhooks,
} from '../webhooks.js';
import type { LmdbEnvironment, LmdbRoot } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

interface Subscription {
  readonly videoId: string;
  /** What the hook was told of the video. */
  readonly marks: readonly string[];
}

interface StoredMessage {
  readonly videoId: string;
  readonly news: VideoNews;
  readonly toldMs: number;
  readonly dueMs: number;
  readonly attempts: number;
}

type Hooked = { readonly hook: string; readonly subscription: Subscription };

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbWebhooks(environment: LmdbEnvironment): Webhooks {
  return {
    async subscribe(hook, contentId, videoId, news, options) {
      const key = lmdbKeys.subscription(contentId, hook);
      const limits = checkTell(options);
      checkName('video ID', videoId);
      const mark = markOf(news);
      const isTold = (root: LmdbRoot) =>
        (root.get(key) as Subscription | undefined)?.marks.includes(mark) ?? false;
      // Whatever can be read is on disk (see LmdbEnvironment), so what was told needs no write.
      if (await environment.read('readSubscription', isTold)) return { enqueued: 0, dropped: [] };
      return environment.write('subscribe', (root) => {
        const subscription = (root.get(key) as Subscription | undefined) ?? { videoId, marks: [] };
        return enqueue(root, contentId, [{ hook, subscription }], news, limits);
      });
    },

    async tell(contentId, news, options) {
      const limits = checkTell(options);
      const mark = markOf(news);
      const toTell = (root: LmdbRoot) =>
        subscriptionsOf(root, contentId).filter(({ subscription }) => !subscription.marks.includes(mark));
      // Most videos have no subscription: that costs no lock.
      if (!(await environment.read('readSubscriptions', (root) => toTell(root).length > 0))) {
        return { enqueued: 0, dropped: [] };
      }
      return environment.write('tell', (root) => enqueue(root, contentId, toTell(root), news, limits));
    },

    async claimMessages(hook, most, leaseMs) {
      const due = (root: LmdbRoot) =>
        [...root.getKeys({ ...lmdbKeys.messagesDue(hook, Date.now()), limit: most })].map(lmdbKeys.lastPart);
      const outstandingOf = (root: LmdbRoot) => (root.get(lmdbKeys.outstanding(hook)) as number) ?? 0;
      const [isDue, outstanding] = await environment.read(
        'readDueMessages',
        (root) => [due(root).length > 0, outstandingOf(root)] as const,
      );
      if (!isDue) return { messages: [], outstanding };
      return environment.write('claimMessages', (root) => ({
        messages: due(root).map((key) => claim(root, hook, key, leaseMs)),
        outstanding: outstandingOf(root),
      }));
    },

    async settleMessage(hook, { key, attempts }, againInMs) {
      const messageAt = lmdbKeys.message(hook, key);
      return environment.write('settleMessage', (root) => {
        const message = root.get(messageAt) as StoredMessage | undefined;
        if (message?.attempts !== attempts) return false;
        if (againInMs === undefined) remove(root, hook, key);
        else setDue(root, hook, key, message, Date.now() + againInMs);
        return true;
      });
    },

    async forgetSubscriptions(contentId) {
      const isSubscribed = (root: LmdbRoot) => subscriptionsOf(root, contentId).length > 0;
      if (!(await environment.read('readSubscriptions', isSubscribed))) return;
      await environment.write('forgetSubscriptions', (root) => {
        for (const { hook, subscription } of subscriptionsOf(root, contentId)) {
          for (const mark of subscription.marks) remove(root, hook, messageKey(contentId, mark));
          root.remove(lmdbKeys.subscription(contentId, hook));
        }
      });
    },
  };
}

function subscriptionsOf(root: LmdbRoot, contentId: bigint): Hooked[] {
  const range = root.getRange(lmdbKeys.subscriptionRange(contentId));
  return Array.from(range, ({ key, value }) => ({
    hook: lmdbKeys.lastPart(key),
    subscription: value as Subscription,
  }));
}

function enqueue(
  root: LmdbRoot,
  contentId: bigint,
  hooked: readonly Hooked[],
  news: VideoNews,
  { limit, delayMs }: { limit: number; delayMs: number },
): Told {
  const mark = markOf(news);
  const key = messageKey(contentId, mark);
  const nowMs = Date.now();
  const dropped: { hook: string; key: string }[] = [];
  let enqueued = 0;
  for (const { hook, subscription } of hooked) {
    const { videoId, marks } = subscription;
    if (marks.includes(mark)) continue;
    enqueued += 1;
    root.put(lmdbKeys.subscription(contentId, hook), { videoId, marks: [...marks, mark] });
    const outstanding = 1 + ((root.get(lmdbKeys.outstanding(hook)) as number | undefined) ?? 0);
    root.put(lmdbKeys.outstanding(hook), outstanding);
    root.put(lmdbKeys.messageAge(hook, nowMs, key), true);
    setDue(root, hook, key, { videoId, news, toldMs: nowMs, dueMs: 0, attempts: 0 }, nowMs + delayMs);
    const oldest = [
      ...root.getKeys({ ...lmdbKeys.messagesByAge(hook), limit: Math.max(0, outstanding - limit) }),
    ];
    for (const each of oldest.map(lmdbKeys.lastPart)) {
      remove(root, hook, each);
      dropped.push({ hook, key: each });
    }
  }
  return { enqueued, dropped };
}

function claim(root: LmdbRoot, hook: string, key: string, leaseMs: number): WebhookMessage {
  const before = root.get(lmdbKeys.message(hook, key)) as StoredMessage;
  const message = { ...before, attempts: before.attempts + 1 };
  setDue(root, hook, key, message, Date.now() + leaseMs);
  const { videoId, news, attempts } = message;
  return { key, contentId: contentIdOfKey(key), videoId, news, attempts };
}

function setDue(root: LmdbRoot, hook: string, key: string, message: StoredMessage, dueMs: number): void {
  root.remove(lmdbKeys.messageDue(hook, message.dueMs, key));
  root.put(lmdbKeys.messageDue(hook, dueMs, key), true);
  root.put(lmdbKeys.message(hook, key), { ...message, dueMs } satisfies StoredMessage);
}

function remove(root: LmdbRoot, hook: string, key: string): void {
  const message = root.get(lmdbKeys.message(hook, key)) as StoredMessage | undefined;
  if (message === undefined) return;
  root.remove(lmdbKeys.message(hook, key));
  root.remove(lmdbKeys.messageDue(hook, message.dueMs, key));
  root.remove(lmdbKeys.messageAge(hook, message.toldMs, key));
  root.put(lmdbKeys.outstanding(hook), (root.get(lmdbKeys.outstanding(hook)) as number) - 1);
}
