import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Piece, pieceText } from '@understudy/artifact';
import { faultPoint } from '@understudy/fault-points';
import { syncDirectory, writeDurably } from './durable.js';

/**
 * The disk form of artifacts:
 *
 *     <data>/artifacts/<content ID>-<artifact ID>/
 *         description.json          what it is made from
 *         3.<length>.<sha256>       a sealed piece: the name is its line of the manifest
 *         4.part                    a piece that was being written
 *         3.<length>.<sha256>.damaged   a sealed piece whose file was found not to be what it was: what its repair begins with
 *         3.repair                  its repair
 *     <data>/artifacts/<content ID>-<artifact ID>.removed/      one that is being removed
 *
 * A piece is sealed by renaming, so after kill -9 it is sealed whole or not at all, and a torn tail is a `.part`. An artifact is
 * removed by renaming as well.
 *
 * After a power cut too: the piece's bytes are durable before it is renamed, the artifact's description and directory before
 * its first piece is, and the new name before anybody is told of the seal.
 */
export const removedSuffix = '.removed';
export const descriptionFile = 'description.json';

export interface SealedFile {
  readonly piece: Piece;
  readonly length: number;
  readonly sha256: string;
  readonly path: string;
}

/** Where an artifact is under `root`, the store's directory. */
export function artifactDirectory(root: string, contentId: bigint, artifactId: string): string {
  return join(root, `${contentId}-${artifactId}`);
}

/** Where a piece is while it is written. */
export function partPath(directory: string, piece: Piece): string {
  return join(directory, `${pieceText(piece)}.part`);
}

/** Where a repair writes. */
export function repairPath(directory: string, piece: Piece): string {
  return join(directory, `${pieceText(piece)}.repair`);
}

/** Where a sealed piece is; `length` in bytes, `sha256` in lower-case hex. */
export function sealedPath(directory: string, piece: Piece, length: number, sha256: string): string {
  return join(directory, `${pieceText(piece)}.${length}.${sha256}`);
}

/** Puts its description into the directory of a new artifact. Both outlast a power cut when this resolves. */
export async function describeArtifactDirectory(directory: string, description: string): Promise<void> {
  const path = join(directory, descriptionFile);
  await writeDurably(`${path}.part`, description);
  faultPoint('describe.written');
  await rename(`${path}.part`, path);
  await syncDirectory(directory);
  await syncDirectory(dirname(directory));
}

/** Removes an artifact's directory, if there is one. After a crash in it the directory is there as it was, or removed at the next start. */
export async function removeArtifactDirectory(directory: string): Promise<void> {
  const removed = `${directory}${removedSuffix}`;
  try {
    await rename(directory, removed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  faultPoint('remove.renamed');
  await rm(removed, { recursive: true, force: true });
}
