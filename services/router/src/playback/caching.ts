import type { Admission } from './playback.js';

/** `Cache-Control` of an answer, from what a worker says and how its player was admitted. */
export type Caching = (upstream: string | undefined, nowMs: number) => string;

/**
 * What came by a token is the player's own, and asked for again each time, so that a token that is not good any more opens no cache. What came
 * by a grant is the same for all who have that address: everybody may keep it, as long as the grant is good.
 */
export function cachingFor({ claims, expiresAtS }: Admission): Caching {
  if (claims !== undefined) return () => 'private, no-cache';
  return (upstream = 'no-cache', nowMs) =>
    upstream.startsWith('public')
      ? `public, max-age=${Math.max(0, Math.floor(expiresAtS - nowMs / 1_000))}`
      : upstream;
}
