import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Piece, parsePiece, pieceText } from '@understudy/artifact';
import { faultPoint } from '@understudy/fault-points';
import { syncDirectory, writeDurably } from './durable.js';

/**
 * The disk form of artifacts:
 *
 *     <data>/artifacts/<content ID>-<artifact ID>/
 *         description.json          what it is made from
 *         3.<length>.<sha256>       a sealed piece: the name is its line of the manifest
 *         4.part                    a piece that was being written
 *     <data>/artifacts/<content ID>-<artifact ID>.removed/      one that is being removed
 *
 * A piece is sealed by renaming, so after kill -9 it is sealed whole or not at all, and a torn tail is a `.part`. An artifact is
 * removed by renaming as well.
 *
 * After a power cut too: the piece's bytes are durable before it is renamed, the artifact's description and directory before
 * its first piece is, and the new name before anybody is told of the seal.
 */
const directoryPattern = /^([1-9]\d{0,19})-([0-9a-f]{32})$/;
const sealedPattern = /^([a-z0-9]+)\.(\d{1,15})\.([0-9a-f]{64})$/;
const removedSuffix = '.removed';
export const descriptionFile = 'description.json';

export interface SealedFile {
  readonly piece: Piece;
  readonly length: number;
  readonly sha256: string;
  readonly path: string;
}

export interface FoundArtifact {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly directory: string;
  readonly description: string;
  readonly sealed: readonly SealedFile[];
}

export function artifactDirectory(root: string, contentId: bigint, artifactId: string): string {
  return join(root, `${contentId}-${artifactId}`);
}

export function partPath(directory: string, piece: Piece): string {
  return join(directory, `${pieceText(piece)}.part`);
}

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

/**
 * Finds every artifact under `root` after a start: sealed pieces whose size is that of their name, and removes what is torn.
 * Their digests are compared when they are first read.
 */
export async function findArtifacts(root: string): Promise<FoundArtifact[]> {
  await mkdir(root, { recursive: true });
  const found: FoundArtifact[] = [];
  for (const name of await readdir(root)) {
    const match = directoryPattern.exec(name);
    if (name.endsWith(removedSuffix)) await rm(join(root, name), { recursive: true, force: true });
    if (match === null) continue;
    const directory = join(root, name);
    const artifact = await recoverDirectory(directory);
    if (artifact === undefined) continue;
    found.push({
      contentId: BigInt(match[1] as string),
      artifactId: match[2] as string,
      directory,
      ...artifact,
    });
  }
  return found;
}

async function recoverDirectory(directory: string) {
  const sealed: SealedFile[] = [];
  let description: string | undefined;
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (name === descriptionFile) {
      description = await readFile(path, 'utf8');
      continue;
    }
    const file = await sealedFileOf(path, name);
    if (file === undefined) await rm(path, { force: true });
    else sealed.push(file);
  }
  if (description !== undefined) return { description, sealed };
  await rm(directory, { recursive: true, force: true });
  return undefined;
}

async function sealedFileOf(path: string, name: string): Promise<SealedFile | undefined> {
  const match = sealedPattern.exec(name);
  const piece = match === null ? undefined : parsePiece(match[1] as string);
  if (match === null || piece === undefined) return undefined;
  const length = Number(match[2]);
  const { size } = await stat(path);
  return size === length ? { piece, length, sha256: match[3] as string, path } : undefined;
}
