import type { PieceState } from './piece-state.js';
import { readStoredFile } from './stored-bytes.js';

/**
 * The stored bytes of a piece from `from` up to `until`, good until the next are asked for. Those of a sealed piece that was compared with its
 * digest are what they were then. `into` is as `readStoredFile` has it: what is read so
 * may be kept, and is compared whatever was found a moment ago.
 * @throws DamagedPiece where they are not, or there are too few; what the file system throws
 */
export async function* readStored(
  state: PieceState,
  from: number,
  until: number,
  into?: Buffer,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = from;
  for (
    let recent = state.growing?.recent.from(at);
    recent !== undefined;
    recent = state.growing?.recent.from(at)
  ) {
    const bytes = recent.subarray(0, until - at);
    at += bytes.length;
    yield bytes;
    if (at === until) return;
  }
  // The file of a growing piece is open already, but it may be sealed and closed between two reads: an own handle is safe.
  // It is known where the last block ends once it is sealed.
  const checks = () => (state.sha256 !== undefined && state.verified ? state.checks : undefined);
  yield* readStoredFile(
    () => state.path,
    at,
    until,
    (file, position, bytes) => checks()?.confirm(file, position, bytes, into !== undefined),
    into,
  );
}
