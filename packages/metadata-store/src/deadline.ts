import { unavailable } from './unavailable.js';

/** Known to the operation, so that it does not apply what its caller was told had failed. */
export interface Patience {
  readonly gaveUp: boolean;
}

/** Rejects with `metadata_unavailable` after `timeoutMs`, however long `run` takes, and calls `onGiveUp` then. */
export async function withDeadline<T>(
  operation: string,
  timeoutMs: number,
  run: (patience: Patience) => Promise<T>,
  onGiveUp: () => void = () => {},
): Promise<T> {
  const patience = { gaveUp: false };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      patience.gaveUp = true;
      reject(unavailable(`${operation} took longer than ${timeoutMs} ms`));
      onGiveUp();
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(patience), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
