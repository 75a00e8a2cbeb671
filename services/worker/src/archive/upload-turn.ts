import type { Owners } from '../membership/view.js';

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

/** A worker's place for a video: 0 is its master, 1 its replica, 2 any other. */
export function placeOf(workerId: string, { master, replica }: Owners): number {
  if (workerId === replica) return 1;
  return workerId === master ? 0 : 2;
}

/**
 * How long a worker leaves an upload to others, by its place in the preference list: the replica (place 1) begins at once, for
 * the master has players. When it does not, the master does after `graceMs`, and any other holder after as much again.
 */
export function uploadDelayMs(place: number, graceMs: number): number {
  return place === 1 ? 0 : place === 0 ? graceMs : 2 * graceMs;
}
