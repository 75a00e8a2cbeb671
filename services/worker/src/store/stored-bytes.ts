import { open } from 'node:fs/promises';
import { allocateSmall, borrowLarge, forgetLarge, returnLarge, smallBytes } from '@understudy/direct-body';
import { UnderstudyError } from '@understudy/errors';

/** Who takes a piece in less than this takes as fast as it comes. */
const fastMs = 20;

/**
 * Yields the bytes `from` to (not including) `until` of the file with the name that `path` gives. They are only good until the next are asked for: a reader that is
 * fast gets them a megabyte at a time, out of a buffer that is used again; a thousand slow ones hold little each.
 * @throws UnderstudyError `digest_mismatch` where the file ends before `until`; what the file system says.
 */
export async function* readStoredFile(
  path: () => string,
  from: number,
  until: number,
): AsyncGenerator<Uint8Array> {
  // A piece that is sealed just now gets another name in between.
  const file = await open(path(), 'r').catch(() => open(path(), 'r'));
  const small = until - from <= smallBytes ? Buffer.allocUnsafe(until - from) : allocateSmall();
  let large: Buffer | undefined;
  let at = from;
  try {
    while (at < until) {
      const buffer = large ?? small;
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, until - at), at);
      if (bytesRead === 0)
        throw new UnderstudyError('digest_mismatch', `${path()} ends at ${at} of ${until}`);
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
