import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { UnderstudyError } from '@understudy/errors';

/** Offsets in each of the first two pages, the later one of which describes the file; a page is `pageSize` bytes. */
const at = {
  magic: 24,
  version: 28,
  pageSize: 48,
  roots: [88, 136],
  lastPage: 144,
  transaction: 152,
  end: 160,
};
const magic = 0xbeef_c0de;
const version = 2;
const noRoot = 2n ** 64n - 1n;
/** A transaction's last pages that it took and gave back are never written; in 1,500 of all kinds there was none. */
const maxUnwrittenPages = 16n;

interface Meta {
  readonly pageSize: number;
  readonly roots: readonly bigint[];
  readonly lastPage: bigint;
  readonly transaction: bigint;
}

/**
 * Refuses a file that is cut off, or none of LMDB's: it would read past the end, or take rubbish for an address, and the process
 * would be ended (SIGBUS, SIGSEGV). Looks at the file's description of itself only. A missing or an empty file is new.
 * @throws UnderstudyError `invalid_configuration`
 */
export function checkDataFile(path: string): void {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    if (fstatSync(file).size === 0) return;
    const first = readMeta(path, file, 0);
    const second = readMeta(path, file, first.pageSize);
    const { pageSize, roots, lastPage } = second.transaction > first.transaction ? second : first;
    // The size only now: another process may be adding to the file, and describes what it has added.
    const pages = BigInt(Math.floor(fstatSync(file).size / pageSize));
    const lacksRoot = roots.some((root) => root !== noRoot && root >= pages);
    if (lacksRoot || lastPage + 1n > pages + maxUnwrittenPages) {
      throw damaged(path, `it is cut off: it has ${pages} pages of ${lastPage + 1n}`);
    }
  } finally {
    closeSync(file);
  }
}

function readMeta(path: string, file: number, position: number): Meta {
  const bytes = Buffer.alloc(at.end);
  if (readSync(file, bytes, 0, at.end, position) < at.end) throw damaged(path, 'it is cut off');
  const pageSize = bytes.readUInt32LE(at.pageSize);
  if (
    bytes.readUInt32LE(at.magic) !== magic ||
    bytes.readUInt32LE(at.version) !== version ||
    pageSize === 0
  ) {
    throw damaged(path, 'it does not begin as a file of LMDB');
  }
  return {
    pageSize,
    roots: at.roots.map((offset) => bytes.readBigUInt64LE(offset)),
    lastPage: bytes.readBigUInt64LE(at.lastPage),
    transaction: bytes.readBigUInt64LE(at.transaction),
  };
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw notOpened(path, cause);
  }
}

function damaged(path: string, how: string): UnderstudyError {
  return new UnderstudyError(
    'invalid_configuration',
    `the metadata store's file ${path} is damaged: ${how}; put a copy back (docs/how-to/damaged-copies.md)`,
  );
}

/** The error of a store that cannot be opened in this place. */
export function notOpened(path: string, cause: unknown): UnderstudyError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new UnderstudyError(
    'invalid_configuration',
    `the metadata store in ${path} cannot be opened: ${why}`,
    {
      cause,
    },
  );
}

/** Which file it is that a path names. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Undefined where there is none, or none that can be asked for. */
export function identityOf(path: string): FileIdentity | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
