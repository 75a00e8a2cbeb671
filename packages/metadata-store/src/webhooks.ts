import { UnderstudyError } from '@understudy/errors';
import { checkName } from './names.js';

/** What happened to a video. */
export type VideoNews = {
  /** When, by the clock of whoever tells it. */
  readonly atMs: number;
} & (
  | { readonly type: 'described' }
  | { readonly type: 'started' | 'complete'; readonly artifactId: string }
  | {
      readonly type: 'failed';
      readonly artifactId: string;
      readonly code: string;
      /** How many pieces of the artifact were known then. When there are more later, somebody got further. */
      readonly knownPieces: number;
    }
);

/** What one hook is to be told; outstanding until it is settled. */
export interface WebhookMessage {
  /** The same for the same news to the same hook, whoever told it and how often. */
  readonly key: string;
  readonly contentId: bigint;
  /** The ID under which the hook's application knows the video. */
  readonly videoId: string;
  readonly news: VideoNews;
  /** How often it was claimed, this time included: also the token that settles it. */
  readonly attempts: number;
}

export interface TellOptions {
  /** How many messages may be outstanding for one hook: past it the oldest are dropped. */
  readonly limit: number;
  /** The first attempt is not before this time has passed. */
  readonly delayMs?: number;
}

export interface Told {
  /** To how many hooks this was new. */
  readonly enqueued: number;
  /** What was dropped for it. */
  readonly dropped: readonly { readonly hook: string; readonly key: string }[];
}

/** Who wants to hear of a video, and what they have not heard yet. */
export interface Webhooks {
  /**
   * Has a hook told of a video from now on, and tells it the first news. Resolves only when that is durable, as a description is.
   * Can be repeated: nothing is enqueued twice, and `videoId` stays the first one.
   */
  subscribe(
    hook: string,
    contentId: bigint,
    videoId: string,
    news: VideoNews,
    options: TellOptions,
  ): Promise<Told>;

  /** Enqueues a message for each hook that is subscribed to the video and was not told this before. */
  tell(contentId: bigint, news: VideoNews, options: TellOptions): Promise<Told>;

  /**
   * Messages of a hook that are due, at most `most`; nobody else gets them for `leaseMs`. Also how many are outstanding in all.
   */
  claimMessages(
    hook: string,
    most: number,
    leaseMs: number,
  ): Promise<{ readonly messages: readonly WebhookMessage[]; readonly outstanding: number }>;

  /**
   * Removes a claimed message, or has it due again after `againInMs`. False, and nothing happens, when it was claimed again or
   * removed meanwhile.
   */
  settleMessage(
    hook: string,
    message: Pick<WebhookMessage, 'key' | 'attempts'>,
    againInMs?: number,
  ): Promise<boolean>;

  /** Removes the subscriptions to a video, and what is outstanding of it. */
  forgetSubscriptions(contentId: bigint): Promise<void>;
}

/**
 * What tells one piece of news of a video from another, without spaces. A failure further on is another one than a failure at the
 * same place.
 */
export function markOf(news: VideoNews): string {
  if (news.type === 'described') return news.type;
  const { type, artifactId } = news;
  checkName('artifact ID', artifactId);
  return type === 'failed' ? `${type}:${artifactId}:${news.knownPieces}` : `${type}:${artifactId}`;
}

export function messageKey(contentId: bigint, mark: string): string {
  return `${contentId}/${mark}`;
}

export function contentIdOfKey(key: string): bigint {
  return BigInt(key.slice(0, key.indexOf('/')));
}

/** Passes options on, or throws `internal`: a caller's mistake. */
export function checkTell({ limit, delayMs = 0 }: TellOptions): { limit: number; delayMs: number } {
  if (Number.isInteger(limit) && limit >= 1 && Number.isInteger(delayMs) && delayMs >= 0)
    return { limit, delayMs };
  throw new UnderstudyError(
    'internal',
    `limit must be 1 or more and delayMs 0 or more: ${limit}, ${delayMs}`,
  );
}
