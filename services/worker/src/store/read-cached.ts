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
  const length = kept?.length ?? until;
  if ((kept === undefined && !(isWhole && cache.takes(until))) || !cache.lend(length)) {
    yield* readStored(state, from, until);
    return;
  }
  try {
    if (kept === undefined) yield* readAndKeep(cache, state, until);
    else yield kept.subarray(from, until);
  } finally {
    cache.giveBack(length);
  }
}

async function* readAndKeep(
  cache: ReadCache,
  state: PieceState,
  length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Of its own, not a part of node's pool: it may stay for long.
  const whole = Buffer.allocUnsafeSlow(length);
  for await (const bytes of readStored(state, 0, length, whole)) {
    // A file is read in one go, unless the kernel gives less: what comes next lies where this was.
    if (bytes.length === length) cache.keep(state, whole);
    yield bytes;
  }
}
