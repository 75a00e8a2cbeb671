import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { clipRefused } from './clip-refused.js';

/** What a clip may be called; the description's schema has the same rule. */
const clipName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

interface ClipFile {
  /** Of the library, links resolved. */
  readonly folder: string;
  readonly file: string;
  readonly stats: Stats;
}

export interface OpenClip {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Looks for a clip without opening it: a FIFO would keep whoever opens it, and some devices do something. The name is one of a file in
 * the folder; a link may lead about in it, but not out of it.
 *
 * @throws UnderstudyError `generator_failed` where there is none; `clip_refused`
 */
export async function findClipFile(dir: string, name: string, limitBytes: number): Promise<ClipFile> {
  const missing = (cause?: unknown) =>
    new UnderstudyError('generator_failed', `the library has no clip ${name}`, { cause });
  if (!clipName.test(name)) throw missing();
  const [folder, file] = await Promise.all([realpath(dir), realpath(join(dir, name))]).catch((error) => {
    throw missing(error);
  });
  if (!isIn(folder, file)) throw outside(name);
  const stats = await stat(file).catch((error) => {
    throw missing(error);
  });
  requireUsable(name, stats, limitBytes);
  return { folder, file, stats };
}

/**
 * Opens a clip, and looks again at what was opened: between a look and an opening the file may have become another. Whoever reads it goes by
 * the descriptor, not by the name. To be closed by the caller.
 *
 * @throws as `findClipFile`
 */
export async function openClipFile(dir: string, name: string, limitBytes: number): Promise<OpenClip> {
  const { folder, file } = await findClipFile(dir, name, limitBytes);
  // What has become a FIFO is opened without waiting for its other end; what has become a link is not opened.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
  const handle = await open(file, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP') throw outside(name);
    throw clipRefused(name, 'unreadable', `it cannot be opened (${error.code})`, error);
  });
  try {
    const [stats, opened] = await Promise.all([handle.stat(), readlink(`/proc/self/fd/${handle.fd}`)]);
    // One of the folders on the way may have become a link.
    if (!isIn(folder, opened)) throw outside(name);
    requireUsable(name, stats, limitBytes);
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function isIn(folder: string, file: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function outside(name: string) {
  return clipRefused(name, 'outside_library', 'it is a link that leads out of the library');
}

function requireUsable(name: string, stats: Stats, limitBytes: number): void {
  if (!stats.isFile()) throw clipRefused(name, 'no_regular_file', 'only regular files are read');
  if (stats.size > limitBytes) {
    const says = `it has ${stats.size} bytes, UNDERSTUDY_CLIP_BYTES allows ${limitBytes}`;
    throw clipRefused(name, 'too_large', says);
  }
}
