import type { IncomingHttpHeaders } from 'node:http';

/** What of a worker's answer is for players. Nothing else goes out: a new header of the inside must not show by accident. */
const publicHeaders = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'cache-control',
] as const;

/** The head of a player's response. Players on pages of any origin may read it: the ID is what admits them. */
export function playerHeaders(upstream: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'content-range, etag',
    'x-content-type-options': 'nosniff',
  };
  for (const name of publicHeaders) {
    const value = upstream[name];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}
