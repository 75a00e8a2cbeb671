import type { RedisTarget } from './redis-url.js';

/** What a server says to one who was sent to it by the wrong kind of URL. */
const answers: readonly (readonly [said: RegExp, hint: string])[] = [
  [/cluster support disabled/, 'it is no cluster, so its URL is redis://… or rediss://…'],
  [/^MOVED /, 'it is a node of a cluster, so its URL is redis+cluster://…'],
  [
    /unknown command ['`]?sentinel/i,
    'it is no sentinel; the URL of the server itself is redis://… or rediss://…',
  ],
];

/** The text of what Redis answered, and what is wrong with the URL where that is why. */
export function answerText({ message }: Error): string {
  const hint = answers.find(([said]) => said.test(message))?.[1];
  return hint === undefined ? message : `${message}: ${hint}`;
}

/**
 * The text of what kept a connection from ever being made. Nothing, after `timeoutMs`: a Redis without TLS takes the beginning of
 * TLS for a command that has no end yet, and waits for it; one with nothing but TLS breaks off, and one that is full may too, before
 * what it says is read.
 */
export function connectText(
  error: Error | undefined,
  { tls }: Pick<RedisTarget, 'tls'>,
  timeoutMs: number,
): string {
  const isSilent = error === undefined || /ETIMEDOUT/.test(error.message);
  const text = isSilent ? `no answer in ${timeoutMs} ms` : answerText(error);
  if (tls !== undefined && (isSilent || /SSL|secure TLS/i.test(text))) {
    return `${text}; if this Redis has no TLS, the URL begins with redis://, or has no tls=true`;
  }
  if (tls === undefined && /ECONNRESET|Connection is closed/.test(text)) {
    return `${text}; if this Redis has TLS, the URL begins with rediss://, or has tls=true; or it has all the clients that it may have (maxclients)`;
  }
  return text;
}
