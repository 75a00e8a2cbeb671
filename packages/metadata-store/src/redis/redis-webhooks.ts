import type { StoreSettings } from '../metadata-store.js';
import { checkName } from '../names.js';
import {
  checkTell,
  contentIdOfKey,
  markOf,
  messageKey,
  type TellOptions,
  type Told,
  type VideoNews,
  type WebhookMessage,
  type Webhooks,
} from '../webhooks.js';
import type { RedisCommands } from './redis-commands.js';
import type { DurableRun } from './redis-descriptions.js';
import type { RedisKeys } from './redis-keys.js';

interface OneTold {
  readonly hook: string;
  readonly contentId: bigint;
  /** To subscribe it; empty to tell it only where it is. */
  readonly videoId: string;
  readonly news: VideoNews;
  readonly options: TellOptions;
  /** How many replicas are waited for. */
  readonly replicas: number;
}

/** A change for each hook: all its keys have one slot. Subscriptions are as durable as descriptions are. */
export function redisWebhooks(
  commands: RedisCommands,
  durably: DurableRun,
  keys: RedisKeys,
  { waitReplicas }: Pick<StoreSettings, 'waitReplicas'>,
): Webhooks {
  const tellOne = async (run: DurableRun, told: OneTold): Promise<Told> => {
    const { hook, contentId, videoId, news, options, replicas } = told;
    const { limit, delayMs } = checkTell(options);
    const mark = markOf(news);
    const [isNew, ...dropped] = await run(
      'tellWebhook',
      [
        keys.subscriptions(contentId),
        keys.messages(hook),
        keys.messageAttempts(hook),
        keys.messagesByAge(hook),
        keys.messagesDue(hook),
      ],
      [hook, mark, messageKey(contentId, mark), JSON.stringify(news), videoId, limit, delayMs, replicas],
    );
    return { enqueued: Number(isNew), dropped: dropped.map((key) => ({ hook, key: String(key) })) };
  };

  const hooksOf = (contentId: bigint) => {
    const key = keys.subscriptions(contentId);
    return commands.ask('readSubscriptions', key, async (client) => {
      const hooks: string[] = [];
      let cursor = '0';
      do {
        const [next, fields] = await client.hscan(key, cursor);
        cursor = next;
        // Fields and values in turn.
        hooks.push(...fields.filter((_, index) => index % 2 === 0));
      } while (cursor !== '0');
      // A hash that grows meanwhile may give one twice.
      return [...new Set(hooks)];
    });
  };

  return {
    async subscribe(hook, contentId, videoId, news, options) {
      checkName('video ID', videoId);
      return tellOne(durably, { hook, contentId, videoId, news, options, replicas: waitReplicas });
    },

    async tell(contentId, news, options) {
      checkTell(options);
      markOf(news);
      const run: DurableRun = (...change) => commands.run(...change);
      const toTell = { contentId, videoId: '', news, options, replicas: 0 };
      const told = await Promise.all(
        (await hooksOf(contentId)).map((hook) => tellOne(run, { hook, ...toTell })),
      );
      return {
        enqueued: told.reduce((sum, { enqueued }) => sum + enqueued, 0),
        dropped: told.flatMap(({ dropped }) => dropped),
      };
    },

    async claimMessages(hook, most, leaseMs) {
      const [outstanding, ...claimed] = await commands.run(
        'claimMessages',
        [keys.messages(hook), keys.messageAttempts(hook), keys.messagesDue(hook)],
        [most, leaseMs],
      );
      const messages = claimed.map((each) => claimedMessage(each as [string, string, string]));
      return { messages, outstanding: Number(outstanding) };
    },

    async settleMessage(hook, { key, attempts }, againInMs) {
      const [settled] = await commands.run(
        'settleMessage',
        [keys.messages(hook), keys.messageAttempts(hook), keys.messagesByAge(hook), keys.messagesDue(hook)],
        [key, attempts, againInMs ?? ''],
      );
      return settled === 1;
    },

    async forgetSubscriptions(contentId) {
      for (const hook of await hooksOf(contentId)) {
        await commands.run(
          'forgetSubscription',
          [
            keys.subscriptions(contentId),
            keys.messages(hook),
            keys.messageAttempts(hook),
            keys.messagesByAge(hook),
            keys.messagesDue(hook),
          ],
          [hook, messageKey(contentId, '')],
        );
      }
    },
  };
}

function claimedMessage([key, value, attempts]: [string, string, string]): WebhookMessage {
  const space = value.indexOf(' ');
  return {
    key,
    contentId: contentIdOfKey(key),
    videoId: value.slice(0, space),
    news: JSON.parse(value.slice(space + 1)) as VideoNews,
    attempts: Number(attempts),
  };
}
