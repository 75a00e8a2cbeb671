import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { victimsIn } from '../evict/victims.js';
import { testCanonical } from '../testing/test-description.js';
import { descriptionFile, partPath, sealedPath } from './artifact-directory.js';
import { ArtifactStore } from './artifact-store.js';
import type { PieceState } from './piece-state.js';
import type { StoredArtifact } from './stored-artifact.js';

const fingerprint = 'f'.repeat(64);
const text = 'all of it';
const entry = {
  piece: 0,
  length: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
} as const;
const open = () => ArtifactStore.open(dataDir, fingerprint);

let dataDir: string;
let store: ArtifactStore;
let artifact: StoredArtifact;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-leftovers-'));
  const killed = (await open()).getOrCreate(1n, testCanonical);
  const writer = await killed.openWriter('init');
  await writer.append(0, Buffer.from('init'));
  await writer.seal(4);
  await writeFile(partPath(killed.directory, 0), text.slice(0, 3));
  store = await open();
  artifact = store.getOrCreate(1n, testCanonical);
});
afterEach(async () => {
  await artifact.close();
  await rm(dataDir, { recursive: true });
});

const filesOfPiece = async () => (await readdir(artifact.directory)).filter((name) => name.startsWith('0.'));

test('the part that a repair began with goes when the piece is whole in a file of its own', async () => {
  expect(artifact.leftovers.begun()).toEqual([0]);
  const path = sealedPath(artifact.directory, 0, entry.length, entry.sha256);
  await writeFile(path, text);
  artifact.adopt(entry);
  await artifact.leftovers.settled(0);
  expect(await filesOfPiece()).toEqual([`0.${entry.length}.${entry.sha256}`]);
});

test('a piece that is written again soon after keeps what is written', async () => {
  artifact.adopt(entry);
  const state = artifact.state(0);
  if (state === undefined) throw new Error('it was not adopted');
  await artifact.drop(state);
  const writer = await artifact.openWriter(0);
  await writer.append(0, Buffer.from(text));
  await writer.seal(text.length);
  expect(await filesOfPiece()).toEqual([`0.${entry.length}.${entry.sha256}`]);
});

test('what is left of a piece is used room, until the piece is written anew', async () => {
  expect(store.usedBytes()).toBe('init'.length + 3);
  const writer = await artifact.openWriter(0);
  expect(store.usedBytes()).toBe('init'.length);
  await writer.append(0, Buffer.from(text));
  await writer.seal(text.length);
  expect(store.usedBytes()).toBe('init'.length + text.length);
});

test('so is a damaged file, as long as it is now, and it can be evicted', async () => {
  const state = artifact.state('init') as PieceState;
  await truncate(state.path, 1);
  await artifact.setAside(state, 'size', 'read');
  expect(store.usedBytes()).toBe(1 + 3);
  expect(victimsIn(store, { resumable: 'byte' })).toMatchObject([
    { contentId: 1n, bytes: 1 + 3, complete: false },
  ]);
  await artifact.clear();
  expect(store.usedBytes()).toBe(0);
  expect(victimsIn(store, { resumable: 'byte' })).toEqual([]);
});

test('so is what a copy without a description has of both', async () => {
  await truncate((artifact.state('init') as PieceState).path, 1);
  await rm(join(artifact.directory, descriptionFile));
  const reopened = await open();
  expect([...reopened.foreign.values()]).toMatchObject([{ bytes: 1 + 3 }]);
  expect(reopened.usedBytes()).toBe(1 + 3);
});
