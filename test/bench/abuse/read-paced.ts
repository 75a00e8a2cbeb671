import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

interface Paced {
  readonly bytesPerS: number;
  /** So long without a byte, and it is given up. */
  readonly patienceMs: number;
  /** After each wait for a byte. */
  readonly onSilence: (ms: number) => void;
}

/** Between two looks of a player at what it may take by now. */
const tickMs = 50;

/**
 * Takes an answer as fast as it is played and no faster, to its end. A silence is the time in which the player would have taken bytes, and none came.
 * Rejects when it is cut, or nothing comes for too long.
 */
export async function readPaced(
  answer: IncomingMessage,
  { bytesPerS, patienceMs, onSilence }: Paced,
): Promise<void> {
  const beganAtMs = performance.now();
  let received = 0;
  for (;;) {
    const aheadMs = (received / bytesPerS) * 1_000 - (performance.now() - beganAtMs);
    if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(aheadMs, tickMs)));
    else {
      const chunk = answer.read() as Buffer | null;
      if (chunk !== null) received += chunk.length;
      else if (answer.readableEnded) break;
      else {
        const sinceMs = performance.now();
        await moreOf(answer, patienceMs).finally(() => {
          if (!answer.readableEnded) onSilence(performance.now() - sinceMs);
        });
      }
    }
  }
  if (!answer.complete) throw new Error(`cut after ${received} bytes`);
}

/** Waits until there is more to read, or the end. */
async function moreOf(answer: IncomingMessage, patienceMs: number): Promise<void> {
  if (answer.destroyed) throw answer.errored ?? new Error('cut');
  const leaving = new AbortController();
  const { signal } = leaving;
  const impatient = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  try {
    // `once` rejects with an error of the answer.
    await Promise.race([
      once(answer, 'readable', { signal: impatient }),
      once(answer, 'end', { signal }),
      once(answer, 'close', { signal }),
    ]);
  } finally {
    leaving.abort();
  }
}
