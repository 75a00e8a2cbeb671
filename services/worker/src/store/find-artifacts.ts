import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePiece } from '@understudy/artifact';
import { descriptionFile, type SealedFile } from './artifact-directory.js';
import { damagedSuffix, type Leftover } from './leftovers.js';

const directoryPattern = /^([1-9]\d{0,19})-([0-9a-f]{32})$/;
const removedPattern = /^[1-9]\d{0,19}-[0-9a-f]{32}\.removed$/;
const sealedPattern = /^([a-z0-9-]+)\.(\d{1,15})\.([0-9a-f]{64})(\.damaged)?$/;
const partPattern = /^([a-z0-9-]+)\.part$/;
/** What an earlier process was writing, and nobody can go on with. */
const temporaryPattern = /^(?:[a-z0-9-]+\.repair|description\.json\.part)$/;
/** Every ext4 has one at its root. */
const lostAndFound = 'lost+found';

export interface FoundArtifact {
  readonly contentId: bigint;
  readonly artifactId: string;
  readonly directory: string;
  /** Undefined when it is missing or cannot be read. */
  readonly description: string | undefined;
  readonly sealed: readonly SealedFile[];
  readonly left: readonly Leftover[];
}

export interface FoundArtifacts {
  readonly artifacts: readonly FoundArtifact[];
  /** The paths of what no worker put there, or cannot be read. */
  readonly strangers: readonly string[];
}

/**
 * Finds every artifact under `root` after a start: sealed pieces whose size is that of their name, and what is left of others. Their
 * digests are compared when they are first read. Nothing that is found there keeps a worker from starting: what is not its own is left
 * alone, or renamed where it would be in the way.
 */
export async function findArtifacts(root: string): Promise<FoundArtifacts> {
  await mkdir(root, { recursive: true });
  const artifacts: FoundArtifact[] = [];
  const strangers: string[] = [];
  for (const name of await readdir(root)) {
    const path = join(root, name);
    const [, contentId, artifactId] = directoryPattern.exec(name) ?? [];
    try {
      if (contentId !== undefined && artifactId !== undefined) {
        if (!(await stat(path)).isDirectory()) strangers.push(await moveAside(path));
        else {
          const found = await recoverDirectory(path, strangers);
          if (found !== undefined)
            artifacts.push({ contentId: BigInt(contentId), artifactId, directory: path, ...found });
        }
      } else if (removedPattern.test(name)) await rm(path, { recursive: true, force: true });
      else if (name !== lostAndFound) strangers.push(path);
    } catch {
      strangers.push(path);
    }
  }
  return { artifacts, strangers };
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

async function recoverDirectory(directory: string, strangers: string[]) {
  const sealed: SealedFile[] = [];
  const left: Leftover[] = [];
  let description: string | undefined;
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (!isOurs(entry)) strangers.push(path);
    else if (!entry.isFile()) strangers.push(await moveAside(path));
    else if (entry.name === descriptionFile) {
      // What it says can be had again.
      description = await readFile(path, 'utf8').catch(() => undefined);
    } else {
      const file = await pieceFileOf(path, entry.name);
      if (file === undefined) await rm(path, { force: true });
      else if ('length' in file) sealed.push(file);
      else left.push(file);
    }
  }
  const needed = await neededOf(left, sealed);
  const isWorthKeeping = sealed.length > 0 || needed.some(({ sealedAs }) => sealedAs !== undefined);
  if (description !== undefined || isWorthKeeping) return { description, sealed, left: needed };
  // It was made a moment before the crash.
  for (const { path } of needed) await rm(path, { force: true });
  await rmdir(directory).catch(() => undefined);
  return undefined;
}

function isOurs({ name }: Dirent): boolean {
  if (name === descriptionFile || temporaryPattern.test(name)) return true;
  const [, text] = sealedPattern.exec(name) ?? partPattern.exec(name) ?? [];
  return text !== undefined && parsePiece(text) !== undefined;
}

/** Out of the way of what a worker writes there. Returns where it is now. */
async function moveAside(path: string): Promise<string> {
  const aside = `${path}.foreign-${randomBytes(4).toString('hex')}`;
  await rename(path, aside);
  return aside;
}

/** What a file of an artifact's directory is; undefined for what is of no use. */
async function pieceFileOf(path: string, name: string): Promise<SealedFile | Leftover | undefined> {
  const [, text = '', length, sha256, damaged] = sealedPattern.exec(name) ?? partPattern.exec(name) ?? [];
  const piece = parsePiece(text);
  if (piece === undefined) return undefined;
  const { size } = await stat(path);
  if (sha256 === undefined) return size > 0 ? { piece, path, bytes: size, sealedAs: undefined } : undefined;
  const sealedAs = { length: Number(length), sha256 };
  if (damaged === undefined && size === sealedAs.length) return { piece, ...sealedAs, path };
  if (damaged !== undefined) return { piece, path, bytes: size, sealedAs };
  await rename(path, `${path}${damagedSuffix}`);
  return { piece, path: `${path}${damagedSuffix}`, bytes: size, sealedAs };
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
