import { type FileHandle, open } from 'node:fs/promises';
import { faultPoint } from '@understudy/fault-points';
import { blockBytes } from './block-checks.js';
import { DamagedPiece } from './damage.js';
import type { PieceState } from './piece-state.js';

/**
 * The stored bytes of a piece from `from` up to `until`. Those of a sealed piece that was compared with its digest are compared again
 * with what they were then, block by block, before any of them is given out.
 * @throws DamagedPiece where they are others or there are too few; what the file system throws
 */
export async function* readStored(
  state: PieceState,
  from: number,
  until: number,
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
  // It may be renamed just now as well.
  const file = await open(state.path, 'r').catch(() => open(state.path, 'r'));
  try {
    while (at < until) {
      const block = Math.floor(at / blockBytes);
      // Only of what is sealed it is known where the last block ends.
      const checks = state.sha256 !== undefined && state.verified ? state.checks : undefined;
      const start = checks === undefined ? at : block * blockBytes;
      const end = Math.min((block + 1) * blockBytes, checks === undefined ? until : state.length);
      const bytes = await readAt(file, state, start, end);
      if (checks?.fits(block, bytes) === false) throw new DamagedPiece('digest', `${state.path} at ${start}`);
      yield bytes.subarray(at - start, Math.min(until, end) - start);
      at = Math.min(until, end);
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, state: PieceState, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    faultPoint('read');
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0)
      throw new DamagedPiece('size', `${state.path} ends at ${start + filled} of ${state.length}`);
    filled += bytesRead;
  }
  return buffer;
}
