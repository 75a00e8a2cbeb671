import { parsePiece } from '@understudy/artifact';
import type { OpaqueIds } from '@understudy/opaque-id';

/** What a player asks for. */
export interface PlayRequest {
  readonly contentId: bigint;
  /** `video.mp4`, `index.m3u8`, `init.mp4`, `poster.jpg` or `{k}.m4s`. */
  readonly part: string;
  readonly method: 'GET' | 'HEAD';
  /** Its conditions and range, as the player sent them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a worker needs of a player's headers to judge a request (RFC 9110 sections 13 and 14). */
const passedHeaders = ['range', 'if-range', 'if-match', 'if-none-match'] as const;

const namedParts = new Set(['video.mp4', 'index.m3u8', 'init.mp4', 'poster.jpg']);

/**
 * The request of a player, or undefined where there is nothing: a forged ID and an unknown part look alike. Only computes;
 * nothing is looked up.
 */
export function decodeRequest(
  ids: Pick<OpaqueIds, 'decode'>,
  asked: {
    readonly id: string;
    readonly part: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  },
): PlayRequest | undefined {
  const contentId = ids.decode(asked.id);
  if (contentId === undefined || !isPart(asked.part)) return undefined;
  const headers: Record<string, string> = {};
  for (const name of passedHeaders) {
    const value = asked.headers[name];
    if (value !== undefined) headers[name] = String(value);
  }
  return { contentId, part: asked.part, method: asked.method === 'HEAD' ? 'HEAD' : 'GET', headers };
}

function isPart(part: string): boolean {
  if (namedParts.has(part)) return true;
  return part.endsWith('.m4s') && typeof parsePiece(part.slice(0, -'.m4s'.length)) === 'number';
}
