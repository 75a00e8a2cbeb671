/** When policies want an artifact in the archive. */
export type ArchivePolicy = 'off' | 'complete' | 'hot' | 'drain';

/**
 * Whether an artifact that is complete here is to be archived by now, as far as this worker knows. `asked`: another worker said
 * so, because it counts the plays.
 */
export function isWanted(
  policy: ArchivePolicy,
  { plays, asked, leaving }: { plays: number; asked: boolean; leaving: boolean },
  hotPlays: number,
): boolean {
  switch (policy) {
    case 'off':
      return false;
    case 'complete':
      return true;
    case 'hot':
      return asked || plays >= hotPlays;
    case 'drain':
      return leaving;
  }
}

/**
 * How long a worker leaves an upload to others, by its place in the preference list: the replica (place 1) begins at once, for
 * the master has players. Each of the others steps in a `graceMs` after the one before it, the master first.
 */
export function uploadDelayMs(place: number, graceMs: number): number {
  if (place === 1) return 0;
  if (place === 0) return graceMs;
  return (place < 0 ? 2 : place) * graceMs;
}
