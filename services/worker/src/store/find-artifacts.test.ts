import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCanonical as canonical } from '../testing/test-description.js';
import { ArtifactStore } from './artifact-store.js';

const fingerprint = 'f'.repeat(64);
let dataDir: string;
let directory: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-found-'));
  const artifact = (await ArtifactStore.open(dataDir, fingerprint)).getOrCreate(1n, canonical);
  await sealPiece(artifact);
  await artifact.close();
  directory = artifact.directory;
});
afterEach(() => rm(dataDir, { recursive: true }));

async function sealPiece(artifact: ReturnType<ArtifactStore['getOrCreate']>): Promise<void> {
  const writer = await artifact.openWriter(0);
  await writer.append(0, Buffer.from('abc'));
  await writer.seal(3);
}

/** What a start finds. */
async function reopened() {
  const store = await ArtifactStore.open(dataDir, fingerprint);
  return { store, strangers: store.strangers.map((path) => path.slice(dataDir.length + 1)) };
}

test('what no worker put there is left alone and told', async () => {
  await mkdir(join(directory, '.snapshot', 'daily'), { recursive: true });
  await writeFile(join(directory, 'notes.txt'), 'mine');
  await writeFile(join(dataDir, 'artifacts', 'backup.tar'), 'mine');
  await mkdir(join(dataDir, 'artifacts', 'mine.removed'));
  await mkdir(join(dataDir, 'artifacts', 'lost+found'));
  const name = `artifacts/${basename(directory)}`;
  for (const _ of [1, 2]) {
    const { store, strangers } = await reopened();
    expect(strangers.toSorted()).toEqual(
      [`${name}/.snapshot`, `${name}/notes.txt`, 'artifacts/backup.tar', 'artifacts/mine.removed'].toSorted(),
    );
    expect(store.get(1n)?.isSealed(0)).toBe(true);
  }
  expect(await readFile(join(directory, 'notes.txt'), 'utf8')).toBe('mine');
});

test('a file in place of a directory is moved aside, and the video can be stored there', async () => {
  const name = `artifacts/${basename(directory)}`;
  await rm(directory, { recursive: true });
  await writeFile(directory, 'mine');
  const { store, strangers } = await reopened();
  expect(strangers).toEqual([expect.stringMatching(new RegExp(`^${name}\\.foreign-[0-9a-f]{8}$`))]);
  expect(await readFile(join(dataDir, strangers[0] as string), 'utf8')).toBe('mine');
  await sealPiece(store.getOrCreate(1n, canonical));
  expect((await reopened()).store.get(1n)?.isSealed(0)).toBe(true);
});

test('directories in place of files are moved aside, and the rest is kept', async () => {
  await rm(join(directory, 'description.json'));
  for (const name of ['description.json', '1.part', `2.7.${'0'.repeat(64)}`, '3.repair'])
    await mkdir(join(directory, name, 'inner'), { recursive: true });
  const { store, strangers } = await reopened();
  expect(strangers).toHaveLength(4);
  for (const path of strangers) {
    expect(path).toMatch(/\.foreign-[0-9a-f]{8}$/);
    expect(await readdir(join(dataDir, path))).toEqual(['inner']);
  }
  const artifact = store.getOrCreate(1n, canonical);
  expect(artifact.sealedPieces()).toMatchObject([{ piece: 0 }]);
  const writer = await artifact.openWriter(1);
  await writer.append(0, Buffer.from('d'));
  await writer.seal(1);
  const again = await reopened();
  expect(again.strangers.toSorted()).toEqual(strangers.toSorted());
  expect(again.store.get(1n)?.sealedPieces()).toHaveLength(2);
});

test('a beginning without a description and without a sealed piece is removed', async () => {
  for (const name of await readdir(directory)) await rm(join(directory, name));
  await writeFile(join(directory, '0.part'), 'torn');
  const { store, strangers } = await reopened();
  expect({ strangers, foreign: store.foreign.size }).toEqual({ strangers: [], foreign: 0 });
  expect(await readdir(join(dataDir, 'artifacts'))).toEqual([]);
});

test('a foreign copy that is taken up while it is to be evicted is not removed', async () => {
  await rm(join(directory, 'description.json'));
  const { store } = await reopened();
  expect([...store.foreign.keys()]).toEqual([directory]);
  expect(store.getOrCreate(1n, canonical).isSealed(0)).toBe(true);
  expect(store.usedBytes()).toBe(3);
  expect(await store.removeForeign(directory)).toBe(false);
  expect((await readdir(directory)).length).toBe(1);
  // One that nobody took up goes.
  const other = (await reopened()).store;
  expect(await other.removeForeign(directory)).toBe(true);
  expect(await readdir(join(dataDir, 'artifacts'))).toEqual([]);
  expect(other.usedBytes()).toBe(0);
});

test('every kind of piece is found again, and what was begun of it', async () => {
  const artifact = (await ArtifactStore.open(dataDir, fingerprint)).getOrCreate(1n, canonical);
  for (const piece of ['init', 'poster', 'storyboard-0'] as const) {
    const writer = await artifact.openWriter(piece);
    await writer.append(0, Buffer.from('abc'));
    await writer.seal(3);
  }
  await artifact.close();
  for (const name of ['storyboard-1.part', 'storyboard-1.repair'])
    await writeFile(join(directory, name), 'ab');
  const { store, strangers } = await reopened();
  expect(strangers).toEqual([]);
  const found = store.get(1n);
  expect(found?.sealedPieces().map(({ piece }) => String(piece))).toEqual(
    expect.arrayContaining(['0', 'init', 'poster', 'storyboard-0']),
  );
  expect(found?.leftovers.begun()).toEqual(['storyboard-1']);
  expect(await readdir(directory)).not.toContain('storyboard-1.repair');
});
