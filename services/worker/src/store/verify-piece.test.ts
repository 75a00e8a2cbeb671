import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDescription, parseDescription } from '@understudy/description';
import { armFaults } from '@understudy/fault-points';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { flipBit } from '../testing/damage.js';
import { ArtifactStore } from './artifact-store.js';
import { blockBytes } from './block-checks.js';
import type { Damage, FoundBy } from './damage.js';
import type { PieceState } from './piece-state.js';
import { pieceSource, readByteRange } from './read-bytes.js';
import type { StoredArtifact } from './stored-artifact.js';
import { comparePiece, verifyPiece } from './verify-piece.js';

const canonical = canonicalDescription(
  parseDescription({
    title: 'Verify',
    width: 64,
    height: 64,
    fps: 30,
    scenes: [{ duration: 4, source: { type: 'still', color: '#204060' } }],
  }),
);
const bytes = randomBytes(3 * blockBytes + 1_000);
const { signal } = new AbortController();

let dataDir: string;
let artifact: StoredArtifact;
let found: [damage: Damage, foundBy: FoundBy][];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-verify-'));
  artifact = await open();
  const writer = await artifact.openWriter(0);
  await writer.append(0, bytes);
  await writer.seal(bytes.length);
});
afterEach(async () => {
  armFaults('');
  await artifact.close();
  await rm(dataDir, { recursive: true });
});

async function open(): Promise<StoredArtifact> {
  const store = await ArtifactStore.open(dataDir, 'f'.repeat(64));
  found = [];
  store.onDamaged = (_artifact, _piece, damage, foundBy) => found.push([damage, foundBy]);
  return store.getOrCreate(1n, canonical);
}

const state = () => artifact.state(0) as PieceState;

test('a range is given as it was stored, wherever it begins and ends', async () => {
  for (const [from, end] of [
    [0, bytes.length],
    [blockBytes - 1, blockBytes + 1],
    [5, 6],
    [2 * blockBytes, bytes.length - 1],
    [3 * blockBytes + 10, bytes.length],
  ] as const) {
    const read: Uint8Array[] = [];
    for await (const part of readByteRange(pieceSource(artifact, 0), from, end, signal)) read.push(part);
    expect(Buffer.concat(read).equals(bytes.subarray(from, end))).toBe(true);
  }
});

test('a response ends before the first byte of a block that changed after it was compared', async () => {
  const { path } = state();
  await flipBit(path, 2 * blockBytes + 99);
  let at = 100;
  const reading = async () => {
    for await (const part of readByteRange(pieceSource(artifact, 0), at, bytes.length, signal)) {
      expect(bytes.subarray(at, at + part.length).equals(part)).toBe(true);
      at += part.length;
    }
  };
  await expect(reading()).rejects.toMatchObject({ code: 'splice_mismatch' });
  expect(at).toBeGreaterThan(100);
  expect(found).toEqual([['digest', 'read']]);
  expect(artifact.isSealed(0)).toBe(false);
  expect(artifact.manifestEntry(0)?.length).toBe(bytes.length);
  // It stays, for its repair.
  expect((await readFile(artifact.leftovers.pathOf(0) as string)).length).toBe(bytes.length);
  expect(artifact.leftovers.pathOf(0)).toBe(`${path}.damaged`);
});

test.each<[string, Damage, () => Promise<unknown>]>([
  ['is gone', 'missing', () => rm(state().path)],
  ['grew', 'size', () => writeFile(state().path, '!', { flag: 'a' })],
  ['differs', 'digest', () => flipBit(state().path, 0)],
  ['cannot be read', 'unreadable', async () => armFaults('read:1=EIO')],
])('a scrub finds a file that %s', async (_, damage, harm) => {
  await harm();
  expect(await comparePiece(artifact, state(), 'scrub')).toBe(false);
  expect(found).toEqual([[damage, 'scrub']]);
});

test('many readers of a piece that was not compared yet compare it once', async () => {
  await artifact.close();
  artifact = await open();
  let reads = 0;
  const piece = state();
  const path = piece.path;
  Object.defineProperty(piece, 'path', {
    get: () => {
      reads += 1;
      return path;
    },
  });
  const good = await Promise.all(Array.from({ length: 50 }, () => verifyPiece(artifact, piece)));
  expect(good).toEqual(Array(50).fill(true));
  // Once for its size, once to open it.
  expect(reads).toBe(2);
});

test('a failure that says nothing of the file gives up no copy', async () => {
  await expect(
    comparePiece(artifact, state(), 'scrub', async () => {
      throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    }),
  ).rejects.toThrow('too many open files');
  expect(artifact.isSealed(0)).toBe(true);
  expect(found).toEqual([]);
});

test.each(['a directory', 'a pipe'])('%s in place of a file is set aside when it is read', async (what) => {
  expect(await verifyPiece(artifact, state())).toBe(true);
  const { path } = state();
  await rm(path);
  if (what === 'a pipe') execFileSync('mkfifo', [path]);
  else await mkdir(path);
  const reading = readByteRange(pieceSource(artifact, 0), 0, 10, AbortSignal.timeout(5_000));
  const dropped = new Promise<void>((resolve) => {
    artifact.onDropped = () => resolve();
  });
  const given = reading.next();
  await dropped;
  expect(found).toEqual([['missing', 'read']]);
  // What is asked for is waited for: it comes again.
  const writer = await artifact.openWriter(0);
  await writer.append(0, bytes);
  await writer.seal(bytes.length);
  expect((await given).value).toEqual(bytes.subarray(0, 10));
  await reading.return(undefined);
});
