import { type Piece, sheetOf } from '@understudy/artifact';
import type { Member } from '@understudy/metadata-store';
import { type ArtifactStatus, hasPiece, parsePieceRanges, type Want } from '@understudy/peer-protocol';
import { askStatus } from '../membership/ask-status.js';
import { likeliest, recordedHolders } from '../membership/likely-holders.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { missingPieces } from './missing-pieces.js';
import type { ProductionContext } from './production-context.js';

/** The most workers that are asked at the same time. */
const askedAtOnce = 50;
/** For what most likely exists nowhere: a busy worker answers within some milliseconds, and a player is waiting. */
const quickLookMs = 100;

export interface Holder {
  readonly url: string;
  /** Whether it makes more of it now. */
  readonly generating: boolean;
}

export interface Look {
  readonly allowed: (member: Member) => boolean;
  readonly wants: readonly Want[];
  /** Asks only the likeliest, and not for long. */
  readonly quick: boolean;
}

/**
 * The worker that has most of what is wanted and missing here, or makes it just now. Any other member may be it: what exists
 * may be where an earlier membership placed it, with the metadata store away, and a question costs a ten-thousandth of
 * making a video. So all are asked, the likeliest first, fifty at a time, until somebody has something.
 */
export async function findHolder(
  context: ProductionContext,
  artifact: StoredArtifact,
  look: Look,
): Promise<Holder | undefined> {
  const missing = missingPieces(artifact, look.wants);
  const { likely, others } = await candidatesOf(context, artifact);
  const candidates = (look.quick ? likely : [...likely, ...others]).filter(look.allowed);
  const timeoutMs = look.quick
    ? Math.min(quickLookMs, context.limits.probeTimeoutMs)
    : context.limits.probeTimeoutMs;
  for (let at = 0; at < candidates.length; at += askedAtOnce) {
    const asked = candidates.slice(at, at + askedAtOnce);
    const best = await bestOf(
      asked.map(async ({ url }) => {
        const status = await askStatus(context.client, url, artifact.contentId, timeoutMs);
        return { url, generating: status?.generating === true, rank: rankOf(status, artifact, missing) };
      }),
      missing.length,
    );
    if (best !== undefined) return { url: best.url, generating: best.generating };
  }
  return undefined;
}

/** How good a source is: the number of missing pieces that it has, and more than any of those when it makes them now. 0: none. */
function rankOf(
  status: ArtifactStatus | undefined,
  artifact: Pick<StoredArtifact, 'artifactId'>,
  missing: readonly Piece[],
): number {
  if (status?.artifactId !== artifact.artifactId) return 0;
  const ranges = parsePieceRanges(status.sealed) ?? [];
  const sheets = new Set(status.storyboard);
  const has = missing.filter((piece) => hasPiece(ranges, piece) || sheets.has(sheetOf(piece) ?? -1)).length;
  return has + (status.generating ? missing.length : 0);
}

/** The answer of the highest rank above 0. Does not wait for the others once one has all: a dead worker's takes its deadline. */
function bestOf<T extends { readonly rank: number }>(
  answers: readonly Promise<T>[],
  enough: number,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let best: T | undefined;
    let left = answers.length;
    if (left === 0) resolve(undefined);
    for (const answer of answers) {
      answer.then((given) => {
        if (given.rank > (best?.rank ?? 0)) best = given;
        left -= 1;
        if (left === 0 || (best !== undefined && best.rank >= enough)) resolve(best);
      }, reject);
    }
  });
}

/** The members that should have it by the ring and those that the metadata store says do; and all others, draining ones too. */
async function candidatesOf(
  { selfId, view, metadata }: ProductionContext,
  { contentId, artifactId }: StoredArtifact,
): Promise<{ likely: Member[]; others: Member[] }> {
  const recorded = new Set(await recordedHolders(metadata, artifactId));
  const seen = view();
  const inOrder = seen.othersInOrder(contentId);
  const first = new Set(inOrder.slice(0, likeliest).map(({ id }) => id));
  const placed = new Set(inOrder.map(({ id }) => id));
  const all = [...inOrder, ...seen.members.filter(({ id }) => id !== selfId && !placed.has(id))];
  const isLikely = ({ id }: Member) => recorded.has(id) || first.has(id);
  return { likely: all.filter(isLikely), others: all.filter((member) => !isLikely(member)) };
}
