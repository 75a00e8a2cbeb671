import type { Production } from './production.js';

/**
 * Has all of a video made here, as if somebody watched it to its end. Returns when that has begun; it ends when the video is complete, or
 * with the production: what fails is told by that.
 * @throws UnderstudyError what `Production.want` does
 */
export function beginWhole(production: Production): void {
  const interest = production.want({ from: 0 });
  void untilComplete(production, AbortSignal.any([interest.signal, production.deleted])).finally(() =>
    interest.release(),
  );
}

async function untilComplete({ artifact }: Production, signal: AbortSignal): Promise<void> {
  try {
    while (!artifact.isComplete()) await artifact.waitForChange(signal);
  } catch {
    // It failed, was deleted, or the worker stops.
  }
}
