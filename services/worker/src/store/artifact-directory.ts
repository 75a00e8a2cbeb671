import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Piece, parsePiece, pieceText } from '@understudy/artifact';
import { faultPoint } from '@understudy/fault-points';
import { syncDirectory, writeDurably } from './durable.js';
import { damagedSuffix, type Leftover } from './leftovers.js';

/**
 * The disk form of artifacts:
 *
 *     <data>/artifacts/<content ID>-<artifact ID>/
 *         description.json          what it is made from
 *         3.<length>.<sha256>       a sealed piece: the name is its line of the manifest
 *         4.part                    a piece that was being written
        3.<length>.<sha256>.damaged   a sealed piece whose file was found not to be what it was: what its repair begins with
        3.repair                  its repair
 *     <data>/artifacts/<content ID>-<artifact ID>.removed/      one that is being removed
 *
 * A piece is sealed by renaming, so after kill -9 it is sealed whole or not at all, and a torn tail is a `.part`. An artifact is
 * removed by renaming as well.
 *
 * After a power cut too: the piece's bytes are durable before it is renamed, the artifact's description and directory before
 * its first piece is, and the new name before anybody is told of the seal.
 */
const directoryPattern = /^([1-9]\d{0,19})-([0-9a-f]{32})$/;
const sealedPattern = /^([a-z0-9]+)\.(\d{1,15})\.([0-9a-f]{64})(\.damaged)?$/;
const partPattern = /^([a-z0-9]+)\.part$/;
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
  readonly left: readonly Leftover[];
}

export function artifactDirectory(root: string, contentId: bigint, artifactId: string): string {
  return join(root, `${contentId}-${artifactId}`);
}

export function partPath(directory: string, piece: Piece): string {
  return join(directory, `${pieceText(piece)}.part`);
}

/** Where a repair writes. */
export function repairPath(directory: string, piece: Piece): string {
  return join(directory, `${pieceText(piece)}.repair`);
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
 * Finds every artifact under `root` after a start: sealed pieces whose size is that of their name, and what is left of others. Their
 * digests are compared when they are first read.
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

/** The directories under `root` of some content IDs, of whatever generator: what is deleted is deleted in all its forms. */
export async function findDirectoriesOf(
  root: string,
  contentIds: ReadonlySet<bigint>,
): Promise<{ contentId: bigint; artifactId: string; directory: string }[]> {
  return (await readdir(root)).flatMap((name) => {
    const match = directoryPattern.exec(name);
    if (match === null) return [];
    const contentId = BigInt(match[1] as string);
    return contentIds.has(contentId)
      ? [{ contentId, artifactId: match[2] as string, directory: join(root, name) }]
      : [];
  });
}

async function recoverDirectory(directory: string) {
  const sealed: SealedFile[] = [];
  const left: Leftover[] = [];
  let description: string | undefined;
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (name === descriptionFile) {
      description = await readFile(path, 'utf8');
      continue;
    }
    const file = await pieceFileOf(path, name);
    if (file === undefined) await rm(path, { force: true });
    else if ('length' in file) sealed.push(file);
    else left.push(file);
  }
  if (description !== undefined) return { description, sealed, left: await neededOf(left, sealed) };
  await rm(directory, { recursive: true, force: true });
  return undefined;
}

/** What a file of an artifact's directory is; undefined for what is of no use. */
async function pieceFileOf(path: string, name: string): Promise<SealedFile | Leftover | undefined> {
  const [, text = '', length, sha256, damaged] = sealedPattern.exec(name) ?? partPattern.exec(name) ?? [];
  const piece = parsePiece(text);
  if (piece === undefined) return undefined;
  const { size } = await stat(path);
  if (sha256 === undefined) return size > 0 ? { piece, path, sealedAs: undefined } : undefined;
  const sealedAs = { length: Number(length), sha256 };
  if (damaged === undefined && size === sealedAs.length) return { piece, ...sealedAs, path };
  if (damaged !== undefined) return { piece, path, sealedAs };
  await rename(path, `${path}${damagedSuffix}`);
  return { piece, path: `${path}${damagedSuffix}`, sealedAs };
}

/** Without what is left of pieces that are here: a crash came between their seal and its removal. One file for each piece. */
async function neededOf(left: readonly Leftover[], sealed: readonly SealedFile[]): Promise<Leftover[]> {
  const taken = new Set(sealed.map(({ piece }) => piece));
  const needed: Leftover[] = [];
  // A damaged file tells what it should be; a part does not.
  for (const file of left.toSorted(
    (a, b) => Number(b.sealedAs !== undefined) - Number(a.sealedAs !== undefined),
  )) {
    if (taken.has(file.piece)) await rm(file.path, { force: true });
    else needed.push(file);
    taken.add(file.piece);
  }
  return needed;
}
