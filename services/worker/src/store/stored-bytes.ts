import { constants, type FileHandle, open } from 'node:fs/promises';
import { allocateSmall, borrowLarge, forgetLarge, returnLarge, smallBytes } from '@understudy/direct-body';
import { faultPoint } from '@understudy/fault-points';
import { DamagedPiece } from './damage.js';

/** Who takes a piece in less than this takes as fast as it comes. */
const fastMs = 20;

/** What somebody has put in place of a file must not keep a thread for ever: a pipe that nobody writes into would. */
const reading = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Yields the bytes `from` to (not including) `until` of the file with the name that `path` gives. They are only good until the next are asked for: a reader that is
 * fast gets them a megabyte at a time, out of a buffer that is used again; a thousand slow ones hold little each.
 * `confirm` is awaited before any are given out. They are read `into` a buffer where one is given, which has room for all.
 * @throws DamagedPiece where the file ends before `until`; what `confirm` throws and the file system says.
 */
export async function* readStoredFile(
  path: () => string,
  from: number,
  until: number,
  confirm?: (file: FileHandle, at: number, bytes: Buffer) => Promise<void> | undefined,
  into?: Buffer,
): AsyncGenerator<Uint8Array> {
  // A piece that is sealed just now gets another name in between.
  const file = await open(path(), reading).catch(() => open(path(), reading));
  const small = into ?? (until - from <= smallBytes ? Buffer.allocUnsafe(until - from) : allocateSmall());
  let large: Buffer | undefined;
  let at = from;
  try {
    while (at < until) {
      const buffer = large ?? small;
      faultPoint('read');
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, until - at), at);
      if (bytesRead === 0) throw new DamagedPiece('size', `${path()} ends at ${at} of ${until}`);
      await confirm?.(file, at, buffer.subarray(0, bytesRead));
      at += bytesRead;
      const givenAtMs = performance.now();
      yield buffer.subarray(0, bytesRead);
      const isFast = performance.now() - givenAtMs < fastMs;
      if (isFast && large === undefined && until - at > smallBytes) large = borrowLarge();
      if (isFast || large === undefined) continue;
      returnLarge(large);
      large = undefined;
    }
    if (large !== undefined) returnLarge(large);
    large = undefined;
  } finally {
    // Whoever left early may still be writing out of it: then it is not lent again.
    forgetLarge(large);
    await file.close();
  }
}
