import type { RedisAddress } from './redis-url.js';

/** Where a cluster says that a slot is: for good (`moved`), or for this one command (`ask`), while it is on its way. */
export interface Redirect {
  readonly kind: 'moved' | 'ask';
  readonly address: RedisAddress;
}

/**
 * What a cluster's error tells of where the key is; undefined for every other error. The protocol has no other place for it
 * than the text. An empty host means the one that was asked.
 */
export function redirectOf(error: unknown, askedHost: string): Redirect | undefined {
  const [, kind, host = '', port] = /^(MOVED|ASK) \d+ (\S*):(\d+)$/.exec(textOf(error)) ?? [];
  if (kind === undefined) return undefined;
  return {
    kind: kind === 'MOVED' ? 'moved' : 'ask',
    address: { host: host === '' ? askedHost : host, port: Number(port) },
  };
}

/**
 * Whether the slot is on its way with some of the command's keys: it did nothing, and takes the command when the others have followed
 * (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/, "Multi-key operations").
 */
export function isHalfMoved(error: unknown): boolean {
  return /^TRYAGAIN\b/.test(textOf(error));
}

/** Whether the server is the master no longer: another connection finds who is. */
export function isDemoted(error: unknown): boolean {
  // Inside a script the same error comes as one of the script.
  return /^(READONLY|MASTERDOWN)\b|-READONLY\b/.test(textOf(error));
}

/** Whether the server itself said no; anything else is the connection. */
export function isReply(error: unknown): boolean {
  return /^(ERR|NOPERM)\b/.test(textOf(error));
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
