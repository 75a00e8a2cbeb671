import type { Upstream } from '../play/upstream.js';

export interface CopySituation {
  /** The workers that may be asked, in the order of the preference list. */
  readonly candidates: readonly Upstream[];
  readonly hasCopy: (upstream: Upstream) => boolean;
  readonly loadOf: (upstream: Upstream) => number;
  /** One without is passed over. */
  readonly hasRoom: (upstream: Upstream) => boolean;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export interface PickedCopy {
  readonly upstream: Upstream;
  /** Whether it has no copy, and fills itself from one. */
  readonly isSpilled: boolean;
}

/**
 * Who gives a complete video: of two copies that were drawn the one with less load (Mitzenmacher, "The power of two choices in randomized load balancing",
 * 2001), the first of the preference list where both have as much. Where that one has no room below the bound, the first copy that has, and else the first worker of the list
 * (Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads", 2016). Undefined where nobody has a copy.
 */
export function pickCopy({
  candidates,
  hasCopy,
  loadOf,
  hasRoom,
  random,
}: CopySituation): PickedCopy | undefined {
  const copies = candidates.filter(hasCopy);
  const first = Math.floor(random() * copies.length);
  // Of those that are left, so that it is another one.
  const second = (first + 1 + Math.floor(random() * (copies.length - 1))) % copies.length;
  const [earlier, later] = [copies[Math.min(first, second)], copies[Math.max(first, second)]];
  if (earlier === undefined || later === undefined) return undefined;
  const picked = loadOf(later) < loadOf(earlier) ? later : earlier;
  if (hasRoom(picked)) return { upstream: picked, isSpilled: false };
  const copy = copies.find(hasRoom);
  if (copy !== undefined) return { upstream: copy, isSpilled: false };
  const spare = candidates.find(hasRoom);
  return spare === undefined ? { upstream: picked, isSpilled: false } : { upstream: spare, isSpilled: true };
}
