import { statfs } from 'node:fs/promises';
import { constants } from 'node:os';

const { ENOSPC, EDQUOT, EIO } = constants.errno;
/** Of LMDB itself: what is stored has reached the size of its map. */
const mapFull = -30_792;

/** Above what one transaction writes. */
const leastRoomBytes = 1024 * 1024;

const diskIsFull = 'the disk is full';
const meanings = new Map<unknown, string>([
  [ENOSPC, diskIsFull],
  [EDQUOT, 'the disk quota is used up'],
  [EIO, 'the disk fails'],
  [mapFull, 'it has reached the size that it may have'],
]);

/**
 * The error behind one that `lmdb` rejected a write with. When a commit fails it hides the reason in a promise of its own
 * (`commitError`), which ends the process as an unhandled rejection unless somebody looks at it.
 */
export async function commitErrorOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { readonly commitError?: Promise<never> };
  if (commitError === undefined) return error;
  return commitError.catch((reason: unknown) => reason);
}

/** What an error means to an operator of the store in `directory`, or else the error's own text. */
export async function explain(error: unknown, directory: string): Promise<string> {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  // LMDB says EIO too of a page that only fitted in part.
  if (code === EIO && (await isFull(directory))) return diskIsFull;
  return meanings.get(code) ?? message ?? String(error);
}

async function isFull(directory: string): Promise<boolean> {
  const room = await statfs(directory).catch(() => undefined);
  return room !== undefined && room.bavail * room.bsize < leastRoomBytes;
}
