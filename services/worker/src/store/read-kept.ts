import type { PieceState } from './piece-state.js';
import type { ReadCache } from './read-cache.js';
import { readStored } from './read-stored.js';

/** As `readStored`, out of memory where they are kept there. A sealed piece that is read whole, and not too large, is kept from then on. */
export async function* readKept(
  cache: ReadCache,
  state: PieceState,
  from: number,
  until: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const kept = cache.get(state);
  if (kept !== undefined) {
    yield kept.subarray(from, until);
    return;
  }
  const isWhole = state.verified && from === 0 && until === state.length;
  if (!isWhole || !cache.takes(until)) {
    yield* readStored(state, from, until);
    return;
  }
  // Of its own, not a part of node's pool: it may stay for long.
  const whole = Buffer.allocUnsafeSlow(until);
  for await (const bytes of readStored(state, from, until, whole)) {
    // A file is read in one go, unless the kernel gives less: what comes next lies where this was.
    if (bytes.length === until) cache.keep(state, whole);
    yield bytes;
  }
}
