import { unavailable } from './unavailable.js';

/** Known to the operation, so that it does not apply what its caller was told had failed. */
export interface Patience {
  readonly gaveUp: boolean;
}

/**
 * Rejects with `metadata_unavailable` after `timeoutMs`, however long `run` takes, and calls `onGiveUp` then. Never before:
 * Node counts a timer from the beginning of the turn that set it, so it may end some milliseconds early, and a script that
 * was told the same deadline would still be applied.
 */
export async function withDeadline<T>(
  operation: string,
  timeoutMs: number,
  run: (patience: Patience) => Promise<T>,
  onGiveUp: () => void = () => {},
): Promise<T> {
  const patience = { gaveUp: false };
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  const deadlineMs = performance.now() + timeoutMs;
  const tooLate = new Promise<never>((_, reject) => {
    const giveUpAtDeadline = () => {
      const leftMs = deadlineMs - performance.now();
      if (leftMs > 0) {
        timer = setTimeout(giveUpAtDeadline, Math.ceil(leftMs));
        return;
      }
      // Timers run before what has arrived is read: while our own loop was late, the store was not.
      immediate = setImmediate(() => {
        patience.gaveUp = true;
        reject(unavailable(`${operation} took longer than ${Math.round(timeoutMs)} ms`));
        onGiveUp();
      });
    };
    giveUpAtDeadline();
  });
  try {
    return await Promise.race([run(patience), tooLate]);
  } finally {
    clearTimeout(timer);
    clearImmediate(immediate);
  }
}
