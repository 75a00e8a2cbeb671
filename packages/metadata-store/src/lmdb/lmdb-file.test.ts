import { renameSync } from 'node:fs';
import { mkdir, mkdtemp, open as openFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { MetadataStoreOptions } from '../metadata-store.js';
import { openMetadataStore } from '../open-metadata-store.js';

async function newStore(options: MetadataStoreOptions = {}) {
  const directory = join(await mkdtemp(join(tmpdir(), 'understudy-lmdb-')), 'metadata');
  const store = await openMetadataStore(`lmdb:${directory}`, options);
  onTestFinished(async () => {
    await store.close();
    await rm(join(directory, '..'), { recursive: true });
  });
  return { directory, file: join(directory, 'data.mdb'), store };
}

/** A closed store with some hundred pages. */
async function filledStore() {
  const { directory, file, store } = await newStore();
  for (let count = 0; count < 300; count += 1) await store.createDescription(`d${count}`, 'x'.repeat(500));
  await store.close();
  return { directory, file, size: (await stat(file)).size };
}

async function overwrite(file: string, position: number, bytes: Uint8Array): Promise<void> {
  const handle = await openFile(file, 'r+');
  await handle.write(bytes, 0, bytes.length, position);
  await handle.close();
}

// Each ends a process by SIGSEGV or SIGBUS when LMDB opens or reads it.
test.each<[string, (file: string, size: number) => Promise<void>, RegExp]>([
  ['a few bytes', (file) => writeFile(file, 'hello'), /it is cut off;/],
  ['half of its description', (file) => truncate(file, 4096), /it is cut off;/],
  ['its description alone', (file) => truncate(file, 8192), /it has 2 pages of \d+/],
  ['half of it', (file, size) => truncate(file, Math.floor(size / 8192) * 4096), /it has \d+ pages of \d+/],
  ['its end missing', (file, size) => truncate(file, size - 20 * 4096), /it has \d+ pages of \d+/],
  ['a beginning of zeros', (file) => overwrite(file, 0, new Uint8Array(8192)), /does not begin as/],
  ['another first page', (file) => overwrite(file, 0, new Uint8Array(4096).fill(7)), /does not begin as/],
  ['another second page', (file) => overwrite(file, 4096, new Uint8Array(4096).fill(7)), /does not begin as/],
])('a file with %s is refused and named', async (_what, damage, message) => {
  const { directory, file, size } = await filledStore();
  await damage(file, size);
  await expect(openMetadataStore(`lmdb:${directory}`)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringMatching(message),
  });
  await expect(openMetadataStore(`lmdb:${directory}`)).rejects.toThrow(
    `the metadata store's file ${file} is damaged`,
  );
});

test('a place where no store can be is named', async () => {
  const { file } = await filledStore();
  await expect(openMetadataStore(`lmdb:${file}`)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining(`${file}/data.mdb cannot be opened: ENOTDIR`),
  });
});

test('files removed under a running store: nothing is acknowledged, it is told once, and put back they are used again', async () => {
  const told: string[] = [];
  const { directory, file, store } = await newStore({
    onReachable: (reachable, cause) => told.push(reachable ? 'reachable' : String(cause)),
  });
  await store.createDescription('before', '{}');
  const events: boolean[] = [];
  const watch = store.watchMembership(() => {}, {
    pollIntervalMs: 50,
    onReachable: (reachable) => events.push(reachable),
  });
  await watch.ready;
  // On its way when they go: where it went, nobody will read it.
  const late = store.recordHolder('artifact', { worker: 'w1', bytes: 1, complete: true });
  renameSync(directory, `${directory}.away`);
  await expect(late).rejects.toMatchObject({ code: 'metadata_unavailable' });
  // By the poll alone.
  await vi.waitFor(() => expect(events).toEqual([false]), { timeout: 5000 });
  expect(store.reachable).toBe(false);
  const refused = {
    code: 'metadata_unavailable',
    message: expect.stringContaining(`${file} was removed or replaced`),
  };
  await expect(store.createDescription('lost', '{}')).rejects.toMatchObject(refused);
  // Another process has begun a new store in its place.
  await mkdir(directory);
  const other = await openMetadataStore(`lmdb:${directory}`);
  await other.createDescription('other', '{}');
  await other.close();
  await expect(store.createDescription('lost', '{}')).rejects.toMatchObject(refused);
  await expect(store.readDescription(1n)).rejects.toMatchObject(refused);
  expect(told).toEqual([expect.stringContaining('was removed or replaced')]);

  await rm(directory, { recursive: true });
  await rename(`${directory}.away`, directory);
  expect(await store.createDescription('after', '{}')).toEqual({ contentId: 2n, created: true });
  expect(told.at(-1)).toBe('reachable');
});
