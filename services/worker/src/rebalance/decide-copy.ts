import type { CopyAnswer } from '@understudy/peer-protocol';
import type { Owners } from '../membership/view.js';

/** What a worker knows when it decides what to do with its copy of a video. */
export interface CopySituation {
  readonly self: string;
  readonly owners: Owners;
  /** Whether the video is to have a second copy. */
  readonly isReplicated: boolean;
  /** A further copy here stays, because many ask for it. */
  readonly staysHere: boolean;
  /** This worker takes no part in placement any more: it is draining. */
  readonly leaving: boolean;
  /** What another worker said; `unknown` when it did not answer, or was not asked. */
  readonly answerOf: (worker: string) => CopyAnswer | 'unknown';
}

export interface CopyDecision {
  /** Workers that should have what is here and do not: each of them copies it for itself. */
  readonly offerTo: readonly string[];
  /** Whether the copy here may go. */
  readonly remove: boolean;
  /** Whether nothing is left to be seen to. */
  readonly settled: boolean;
}

/**
 * What to do with a copy. Every holder decides alike, and only ever about its own copy:
 *
 * 1. A copy belongs on the master and, where the video is replicated, on the replica. Those that lack it are told, by whoever has
 *    it, and copy it themselves; so each copy has one driver, however many holders there are and whoever of them died.
 * 2. A copy on a worker that is neither goes when all those where it belongs promised to keep theirs. A replica's stays also where
 *    it is not replicated now: it costs nothing more, and the policy may change back. A further copy stays while it is asked for.
 * 3. Who leaves removes nothing: what it has goes with it, or is there when it comes back. It sees to it that one of the others has a
 *    copy; that one sees to the rest.
 */
export function decideCopy({
  self,
  owners,
  isReplicated,
  staysHere,
  leaving,
  answerOf,
}: CopySituation): CopyDecision {
  const { master, replica } = owners;
  const others = belongsTo(owners, isReplicated).filter((worker) => worker !== self);
  const offerTo = others.filter((worker) => answerOf(worker) === 'lacks');
  if (leaving) {
    const isSafe =
      others.length === 0 || others.some((worker) => ['has', 'keeps'].includes(answerOf(worker)));
    return { offerTo: isSafe ? [] : offerTo, remove: false, settled: isSafe };
  }
  if (self === master || self === replica || staysHere) {
    const settled = others.every((worker) => ['has', 'keeps'].includes(answerOf(worker)));
    return { offerTo, remove: false, settled };
  }
  const remove = others.length > 0 && others.every((worker) => answerOf(worker) === 'keeps');
  return { offerTo, remove, settled: false };
}

/** The workers that must have a copy. */
export function belongsTo({ master, replica }: Owners, isReplicated: boolean): string[] {
  return (isReplicated ? [master, replica] : [master]).filter((worker) => worker !== undefined);
}
