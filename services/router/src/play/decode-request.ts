import { parsePiece, renditions, storyboardPiece } from '@understudy/artifact';
import { renditionIdOf } from '@understudy/metadata-store';
import type { OpaqueIds } from '@understudy/opaque-id';
import { clientHeader } from '@understudy/peer-protocol';
import type { Caching } from '../playback/caching.js';

/** What a player asks for. */
export interface PlayRequest {
  /** Of the video, or of the rendition that was asked for. */
  readonly contentId: bigint;
  /** `video.mp4`, `index.m3u8`, `multivariant.m3u8`, `init.mp4`, `poster.jpg`, `storyboard.vtt`, `storyboard-{k}.jpg` or `{k}.m4s`. */
  readonly part: string;
  readonly method: 'GET' | 'HEAD';
  /** Whoever is asked for a part of the answer is told it. */
  readonly requestId: string;
  /** The public addresses to name in a multivariant playlist, as a worker is told them; undefined where there is one. */
  readonly pathways?: string | undefined;
  /** What becomes of a worker's `Cache-Control`; undefined where it stays as it is. */
  readonly caching?: Caching | undefined;
  /** Its conditions and range, as the player sent them; and who pays for what has to be made. Names and values in turn. */
  readonly headers: readonly string[];
}

/** What a worker needs of a player's headers to judge a request (RFC 9110 sections 13 and 14). */
const passedHeaders = ['range', 'if-range', 'if-match', 'if-none-match'] as const;

/** A longer one has several ranges, or none that is one, which workers ignore: not worth passing on. */
const longestRange = 64;

const namedParts = new Set(['video.mp4', 'index.m3u8', 'init.mp4', 'poster.jpg']);

/**
 * The request of a player, or undefined where there is nothing: a forged ID and an unknown part look alike. Only computes;
 * nothing is looked up.
 */
export function decodeRequest(
  ids: Pick<OpaqueIds, 'decode'>,
  asked: {
    readonly id: string;
    /** The name of one, where the path has it. */
    readonly rendition?: string | undefined;
    readonly part: string;
    readonly method: string;
    readonly requestId: string;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    /** See `clientKey`. */
    readonly client?: string | undefined;
  },
): PlayRequest | undefined {
  const videoId = ids.decode(asked.id);
  const sheet = sheetPart(asked);
  const { rendition, part } = sheet === undefined ? asked : { rendition: undefined, part: sheet };
  if (videoId === undefined || (sheet === undefined && !isPart(rendition, part))) return undefined;
  const contentId = formOf(videoId, rendition);
  if (contentId === undefined) return undefined;
  const headers: string[] = [];
  for (const name of passedHeaders) {
    const value = asked.headers[name];
    if (value === undefined || (name === 'range' && value.length > longestRange)) continue;
    headers.push(name, String(value));
  }
  if (asked.client !== undefined) headers.push(clientHeader, asked.client);
  const { requestId } = asked;
  return { contentId, part, method: asked.method === 'HEAD' ? 'HEAD' : 'GET', requestId, headers };
}

/** Whether there is such a rendition; a worker knows whether the video is large enough for it. */
function formOf(videoId: bigint, rendition: string | undefined): bigint | undefined {
  if (rendition === undefined) return videoId;
  const found = renditions.find(({ name }) => name === rendition);
  return found && renditionIdOf(videoId, found.number);
}

/** `storyboard/{k}.jpg` lies where renditions do, and is a part of the video itself. */
function sheetPart({ rendition, part }: { readonly rendition?: string | undefined; readonly part: string }) {
  if (rendition !== 'storyboard' || !part.endsWith('.jpg')) return undefined;
  const sheet = parsePiece(part.slice(0, -'.jpg'.length));
  return typeof sheet === 'number' && parsePiece(storyboardPiece(sheet)) !== undefined
    ? `${storyboardPiece(sheet)}.jpg`
    : undefined;
}

function isPart(rendition: string | undefined, part: string): boolean {
  if (namedParts.has(part)) return true;
  if (part === 'multivariant.m3u8' || part === 'storyboard.vtt') return rendition === undefined;
  return part.endsWith('.m4s') && typeof parsePiece(part.slice(0, -'.m4s'.length)) === 'number';
}
