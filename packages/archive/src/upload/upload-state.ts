import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A part that was sent, and the SHA-256 of what was sent. */
export interface SentPart {
  readonly number: number;
  readonly etag: string;
  readonly sha256: string;
}

/** What an uploader needs to know after a restart to go on instead of beginning again. */
export interface UploadState {
  readonly uploadId: string;
  readonly partBytes: number;
  readonly parts: readonly SentPart[];
}

/**
 * Reads the state of an upload that was broken off; undefined where there is none. It is a hint: what it says is compared with
 * what the server has, so a torn or stale file costs an upload from its beginning and nothing else.
 */
export async function readUploadState(path: string): Promise<UploadState | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const state = JSON.parse(text) as Partial<UploadState>;
    const isWhole =
      typeof state.uploadId === 'string' && typeof state.partBytes === 'number' && Array.isArray(state.parts);
    return isWhole ? (state as UploadState) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the state as a whole; not synced, for it is a hint. */
export async function writeUploadState(path: string, state: UploadState): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, JSON.stringify(state));
  await rename(`${path}.part`, path);
}

/** Nothing happens where there is none. */
export async function removeUploadState(path: string): Promise<void> {
  await rm(path, { force: true });
}
