import type { PieceState } from './piece-state.js';
import type { ReadCache } from './read-cache.js';
import { readStored } from './read-stored.js';

/** As `readStored`, out of memory where they are kept there. A sealed piece that is read whole, and not too large, is kept from then on. */
export async function* readCached(
  cache: ReadCache,
  state: PieceState,
  from: number,
  until: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (from >= until) return;
  const kept = cache.get(state);
  const isWhole = state.verified && from === 0 && until === state.length;
  // Of its own, not a part of node's pool: it may stay for long.
  const whole = kept ?? (isWhole && cache.takes(until) ? Buffer.allocUnsafeSlow(until) : undefined);
  if (whole === undefined || !cache.lend(whole)) {
    yield* readStored(state, from, until);
    return;
  }
  try {
    if (kept === undefined) yield* readAndKeep(cache, state, whole as Buffer);
    else yield kept.subarray(from, until);
  } finally {
    cache.giveBack(whole);
  }
}

async function* readAndKeep(
  cache: ReadCache,
  state: PieceState,
  whole: Buffer,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of readStored(state, 0, whole.length, whole)) {
    // A file is read in one go, unless the kernel gives less: what comes next lies where this was.
    if (bytes.length === whole.length) cache.keep(state, whole);
    yield bytes;
  }
}
