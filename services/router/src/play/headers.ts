import type { IncomingHttpHeaders } from 'node:http';
import { mediaSecurityHeaders, requestIdHeader, strictTransport } from '@understudy/service-kit';
import type { PlayRequest } from './decode-request.js';

/** What of a worker's answer is for players. Nothing else goes out: a new header of the inside must not show by accident. */
const publicHeaders = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'cache-control',
] as const;

/** Players on pages of any origin may read what they get, errors too: the ID is what admits them (Fetch standard, CORS protocol). */
export const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'accept-ranges, content-length, content-range, etag, retry-after, x-request-id',
  // What asks in no-cors mode, as a `<video>` without `crossorigin` does, from a page that is isolated (HTML standard, COEP).
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** What a preflight is told. */
export const preflight = {
  ...crossOrigin,
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers':
    'authorization, range, if-range, if-match, if-none-match, cmcd-object, cmcd-request, cmcd-session, cmcd-status',
  'access-control-max-age': '86400',
} as const;

/** What is in the head of every response to a player, names and values in turn; made once for a router. */
export function mediaHead(isTls: boolean, strictTransportS: number): readonly string[] {
  return Object.entries({
    ...crossOrigin,
    ...mediaSecurityHeaders,
    ...strictTransport(isTls, strictTransportS),
  }).flat();
}

/**
 * The head of a player's response: `everyHead` (see `mediaHead`) and what is of this one, names and values in turn, which node writes without
 * building an object of them first.
 */
export function playerHeaders(
  everyHead: readonly string[],
  upstream: IncomingHttpHeaders,
  { requestId, caching }: Pick<PlayRequest, 'requestId' | 'caching'>,
): string[] {
  const headers = everyHead.slice();
  headers.push(requestIdHeader, requestId);
  for (const name of publicHeaders) {
    const value = name === 'cache-control' && caching ? caching(upstream[name], Date.now()) : upstream[name];
    if (value !== undefined) headers.push(name, value);
  }
  return headers;
}
