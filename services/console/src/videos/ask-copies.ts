import type { Member } from '@understudy/metadata-store';
import { type HeldCopy, parsePieceRanges, type StatusesAnswer } from '@understudy/peer-protocol';
import type { ConsoleContext } from '../context.js';

/** What a worker has of a video. */
export interface Copy extends HeldCopy {
  readonly worker: string;
}

/** What workers say that they have. */
export interface AskedCopies {
  /** By content ID as a decimal text; in the order of the members. */
  readonly copies: ReadonlyMap<string, readonly Copy[]>;
  /** Workers that do not say it. */
  readonly silent: readonly string[];
}

/** Asks each worker once for what it has of these videos. Never rejects. */
export async function askCopies(
  { peers, peerTimeoutMs }: Pick<ConsoleContext, 'peers' | 'peerTimeoutMs'>,
  members: readonly Member[],
  contentIds: readonly bigint[],
): Promise<AskedCopies> {
  const copies = new Map<string, Copy[]>();
  const silent: string[] = [];
  if (contentIds.length === 0) return { copies, silent };
  const json = { contentIds: contentIds.map(String) };
  const asked = { method: 'POST', path: '/artifacts/status', json, headTimeoutMs: peerTimeoutMs } as const;
  const answers = await Promise.all(
    members.map(({ url }) => peers.json<StatusesAnswer>({ ...asked, url }).catch(() => undefined)),
  );
  for (const [index, { id: worker }] of members.entries()) {
    const answer = answers[index];
    if (answer === undefined) silent.push(worker);
    for (const copy of answer?.copies ?? [])
      copies.set(copy.contentId, [...(copies.get(copy.contentId) ?? []), { ...copy, worker }]);
  }
  return { copies, silent };
}

type VideoState = 'described' | 'partial' | 'generating' | 'complete';

/** How far a video is, by what the workers have of it. */
export interface VideoProgress {
  readonly state: VideoState;
  /** That anybody has. */
  readonly sealedSegments: number;
  /** Null where nobody has anything of it. */
  readonly totalSegments: number | null;
}

/** How far a video is. Copies of another generator's are of another artifact: those of the one that is ahead count. */
export function progressOf(copies: readonly Copy[]): VideoProgress {
  const ahead = copies.reduce<Copy | undefined>(
    (best, copy) => (best === undefined || copy.sealedSegments > best.sealedSegments ? copy : best),
    undefined,
  );
  if (ahead === undefined) return { state: 'described', sealedSegments: 0, totalSegments: null };
  const same = copies.filter(({ artifactId }) => artifactId === ahead.artifactId);
  const sealed = new Set(same.flatMap((copy) => segmentsOf(copy).flatMap(numbersIn)));
  const state = same.some(({ complete }) => complete)
    ? 'complete'
    : same.some(({ generating }) => generating)
      ? 'generating'
      : 'partial';
  return { state, sealedSegments: sealed.size, totalSegments: ahead.totalSegments };
}

export type SegmentRange = readonly [first: number, last: number];

/** Which segments are sealed. */
export function segmentsOf({ sealed }: Pick<Copy, 'sealed'>): SegmentRange[] {
  return (parsePieceRanges(sealed) ?? []).flatMap((range) => (typeof range === 'string' ? [] : [range]));
}

function numbersIn([first, last]: SegmentRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
