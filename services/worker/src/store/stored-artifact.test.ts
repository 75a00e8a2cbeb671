import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnderstudyError } from '@understudy/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCanonical as canonical } from '../testing/test-description.js';
import { ArtifactStore } from './artifact-store.js';
import { pieceSource, progressiveSource, readableFrom, readByteRange } from './read-bytes.js';
import type { StoredArtifact } from './stored-artifact.js';

const { signal } = new AbortController();
const fingerprint = 'f'.repeat(64);

let dataDir: string;
let artifact: StoredArtifact;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-store-'));
  artifact = (await ArtifactStore.open(dataDir, fingerprint)).getOrCreate(1n, canonical);
});
afterEach(async () => {
  await artifact.close();
  await rm(dataDir, { recursive: true });
});

/** What a start after a crash finds. */
const reopened = async () => (await ArtifactStore.open(dataDir, fingerprint)).get(1n);

async function store(piece: 'init' | number, text: string): Promise<void> {
  const writer = await artifact.openWriter(piece);
  await writer.append(0, Buffer.from(text));
  await writer.seal(text.length);
}

async function read(
  source: ReturnType<typeof progressiveSource>,
  from: number,
  end?: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const bytes of readByteRange(source, from, end, signal)) chunks.push(bytes);
  return Buffer.concat(chunks).toString();
}

test('sealed pieces survive a crash, the torn tail is no piece but kept for its repair', async () => {
  await store('init', 'init!');
  const writer = await artifact.openWriter(0);
  await writer.append(0, Buffer.from('torn'));
  // Not closed: as after kill -9.
  const found = await reopened();
  expect(found?.sealedPieces()).toEqual([
    { piece: 'init', length: 5, sha256: createHash('sha256').update('init!').digest('hex') },
  ]);
  expect(found?.state(0)).toBeUndefined();
  expect(found?.leftovers.pathOf(0)).toBe(join(artifact.directory, '0.part'));
  expect((await readdir(artifact.directory)).sort()).toEqual([
    '0.part',
    'description.json',
    `init.5.${createHash('sha256').update('init!').digest('hex')}`,
  ]);
  expect(await read(progressiveSource(found as StoredArtifact), 1, 5)).toBe('nit!');
});

test('bytes are read across pieces while they grow, and the reader wakes on append', async () => {
  await store('init', 'abc');
  const writer = await artifact.openWriter(0);
  await writer.append(0, Buffer.from('de'));
  expect(readableFrom(progressiveSource(artifact), 1)).toBe(4);

  const reading = read(progressiveSource(artifact), 1, 7);
  await writer.append(2, Buffer.from('fgh'));
  expect(await reading).toBe('bcdefg');
});

test('what is there is compared instead of written again', async () => {
  const first = await artifact.openWriter(0);
  await first.append(0, Buffer.from('abcd'));
  first.release();

  const again = await artifact.openWriter(0);
  await again.append(0, Buffer.from('abc'));
  await again.append(3, Buffer.from('def'));
  await again.seal(6);
  expect(await read(pieceSource(artifact, 0), 0)).toBe('abcdef');
});

test('bytes that differ from what may have been sent are refused, and so is a gap', async () => {
  const first = await artifact.openWriter(0);
  await first.append(0, Buffer.from('abcd'));
  const differing = await first.append(2, Buffer.from('XX')).catch((error: unknown) => error);
  expect(isUnderstudyError(differing, 'splice_mismatch')).toBe(true);
  const gap = await first.append(9, Buffer.from('x')).catch((error: unknown) => error);
  expect(isUnderstudyError(gap, 'peer_protocol')).toBe(true);
});

test('a piece that is not what the manifest says is dropped at its seal, and its reader is told', async () => {
  artifact.learn({ piece: 0, length: 4, sha256: '0'.repeat(64) });
  const writer = await artifact.openWriter(0);
  await writer.append(0, Buffer.from('ab'));
  const reader = readByteRange(pieceSource(artifact, 0), 0, undefined, signal);
  expect(Buffer.from((await reader.next()).value as Uint8Array).toString()).toBe('ab');
  const pending = reader.next().catch((error: unknown) => error);
  await writer.append(2, Buffer.from('cd'));
  await pending;

  const sealing = await writer.seal(4).catch((error: unknown) => error);
  expect(isUnderstudyError(sealing, 'digest_mismatch')).toBe(true);
  expect(artifact.state(0)).toBeUndefined();
});

test('a reader that took bytes of a dropped piece gets nothing of its successor', async () => {
  const first = await artifact.openWriter(0);
  await first.append(0, Buffer.from('ab'));
  const reader = readByteRange(pieceSource(artifact, 0), 0, undefined, signal);
  await reader.next();
  const next = reader.next().catch((error: unknown) => error);
  await first.discard();
  const second = await artifact.openWriter(0);
  await second.append(0, Buffer.from('xyz'));
  expect(isUnderstudyError(await next, 'splice_mismatch')).toBe(true);
});

test('a flipped bit on disk is found before a byte of the piece is given out', async () => {
  await store('init', 'abcdef');
  const found = (await reopened()) as StoredArtifact;
  const state = found.state('init');
  await writeFile(state?.path as string, 'abcdeg');

  const dropped = new Promise<void>((resolve) => {
    found.onDropped = () => resolve();
  });
  const gone = new AbortController();
  const reading = readByteRange(pieceSource(found, 'init'), 0, undefined, gone.signal)
    .next()
    .catch((error: unknown) => error);
  await dropped;
  gone.abort(new Error('went away'));
  expect(await reading).toMatchObject({ message: 'went away' });
  expect(found.isSealed('init')).toBe(false);
});

test('what is cleared is gone from disk, and can be begun again while it goes', async () => {
  await store('init', 'init!');
  const cleared = artifact.clear();
  const writer = await artifact.openWriter('init');
  await cleared;
  expect(artifact.isSealed('init')).toBe(false);
  await writer.append(0, Buffer.from('init!'));
  await writer.seal(5);
  expect((await reopened())?.sealedPieces()).toHaveLength(1);
  await artifact.clear();
  expect(await readdir(join(dataDir, 'artifacts'))).toEqual([]);
});

test('a removal that was cut short ends at the next start', async () => {
  await store('init', 'init!');
  const [directory] = (await readdir(join(dataDir, 'artifacts'))) as [string];
  await rename(join(dataDir, 'artifacts', directory), join(dataDir, 'artifacts', `${directory}.removed`));
  expect(await reopened()).toBeUndefined();
  expect(await readdir(join(dataDir, 'artifacts'))).toEqual([]);
});

test('when it was last played is known after a restart', async () => {
  await store('init', 'init!');
  const playedAtMs = Date.now() - 86_400_000;
  artifact.usage.notePlay(playedAtMs);
  await expect.poll(async () => (await reopened())?.usage.lastPlayedAtMs).toBe(playedAtMs);
  expect(artifact.usage.plays).toBe(1);
});

test('a player who begins again and again has begun once', async () => {
  const { usage } = artifact;
  for (const atMs of [1, 2, 3]) usage.notePlay(atMs, 'one');
  usage.notePlay(4, 'another');
  for (const atMs of [5, 6]) usage.notePlay(atMs);
  expect([usage.plays, usage.playsSince(0), usage.playsSince(3)]).toEqual([4, 4, 3]);
  for (let count = 0; count < 500; count += 1) usage.notePlay(7, 'one');
  expect([usage.plays, usage.playsSince(0), usage.playsSince(6)]).toEqual([4, 4, 1]);
  usage.notePlay(600_008, 'one');
  expect(usage.plays).toBe(5);
});
