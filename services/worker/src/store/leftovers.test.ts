import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCanonical } from '../testing/test-description.js';
import { partPath, sealedPath } from './artifact-directory.js';
import { ArtifactStore } from './artifact-store.js';
import type { StoredArtifact } from './stored-artifact.js';

const fingerprint = 'f'.repeat(64);
const text = 'all of it';
const entry = {
  piece: 0,
  length: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
} as const;
const open = async () => (await ArtifactStore.open(dataDir, fingerprint)).getOrCreate(1n, testCanonical);

let dataDir: string;
let artifact: StoredArtifact;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-leftovers-'));
  const killed = await open();
  const writer = await killed.openWriter('init');
  await writer.append(0, Buffer.from('init'));
  await writer.seal(4);
  await writeFile(partPath(killed.directory, 0), text.slice(0, 3));
  artifact = await open();
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
