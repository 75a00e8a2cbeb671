import { open, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sealPiece, temporaryArtifact } from '../testing/temporary-artifact.js';
import type { PieceState } from './piece-state.js';
import { pieceSource, readByteRange } from './read-bytes.js';
import { ReadCache } from './read-cache.js';
import { readCached } from './read-cached.js';
import type { StoredArtifact } from './stored-artifact.js';

const { signal } = new AbortController();
/** What is made here is sealed with it. */
const right = { confirm: async () => undefined };
const piece = () => ({ dropped: false }) as PieceState;
const bytes = (length: number) => Buffer.alloc(length, length);

async function read(artifact: StoredArtifact, from = 0, end?: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of readByteRange(pieceSource(artifact, 0), from, end, signal)) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('what was used least recently goes first', () => {
  const cache = new ReadCache(100);
  const [a, b, c] = [piece(), piece(), piece()] as const;
  cache.keep(a, bytes(40));
  cache.keep(b, bytes(41));
  cache.get(a);
  cache.keep(c, bytes(42));
  expect([a, b, c].map((each) => cache.get(each)?.length)).toEqual([40, undefined, 42]);
  expect(cache.bytes).toBe(82);
});

test('a piece that is larger than half a megabyte, or than the cache, is not kept', () => {
  const cache = new ReadCache(100_000_000);
  const [large, most] = [piece(), piece()];
  cache.keep(large, bytes(512 * 1024 + 1));
  cache.keep(most, bytes(512 * 1024));
  expect([large, most].map((each) => cache.get(each) !== undefined)).toEqual([false, true]);
  const [small, none] = [new ReadCache(10), new ReadCache(0)];
  for (const each of [small, none]) each.keep(large, bytes(11));
  expect([small.bytes, none.bytes]).toEqual([0, 0]);
});

test('a piece that was dropped while it was read is not kept', () => {
  const cache = new ReadCache(100);
  const dropped = piece();
  dropped.dropped = true;
  cache.keep(dropped, bytes(40));
  expect([cache.bytes, cache.get(dropped)]).toEqual([0, undefined]);
});

test('slow readers hold no more than is kept: those who come then read the file', async () => {
  const cache = new ReadCache(100);
  const { artifact } = await temporaryArtifact(cache);
  const text = 'x'.repeat(40);
  await sealPiece(artifact, 0, text, right);
  const inMemory = cache.get(artifact.state(0) as PieceState)?.buffer;
  const reader = () => readByteRange(pieceSource(artifact, 0), 0, undefined, signal);
  const sharing = [reader(), reader(), reader()];
  for (const each of sharing) expect((await each.next()).value?.buffer).toBe(inMemory);
  const others = [bytes(30), bytes(30)] as const;
  for (const other of others) expect(cache.lend(other)).toBe(true);
  expect(cache.lend(bytes(1))).toBe(false);
  for (const each of sharing) await each.return(undefined);
  expect(cache.lend(bytes(40))).toBe(true);
  const last = reader();
  const given = (await last.next()).value;
  expect([given?.length, given?.buffer === inMemory]).toEqual([40, false]);
  await last.return(undefined);
});

test('what a reader was lent whose file is gone is given back', async () => {
  const cache = new ReadCache(40);
  const { artifact } = await temporaryArtifact(cache);
  await sealPiece(artifact, 0, 'x'.repeat(40));
  const state = artifact.state(0) as PieceState;
  await rm(state.path);
  await expect(readCached(cache, state, 0, 40).next()).rejects.toMatchObject({ code: 'ENOENT' });
  expect(cache.lend(bytes(40))).toBe(true);
});

test('bytes that changed on the disk are not kept, though their block was good a moment ago', async () => {
  const cache = new ReadCache(1_000);
  const { artifact } = await temporaryArtifact(cache);
  await sealPiece(artifact, 0, 'compared each time');
  const state = artifact.state(0) as PieceState;
  await read(artifact);
  cache.forget(state);
  const file = await open(state.path, 'r+');
  const { atime, mtime } = await file.stat();
  await file.write(Buffer.from('X'), 0, 1, 3);
  await file.utimes(atime, mtime);
  await file.close();
  await expect(readCached(cache, state, 0, state.length).next()).rejects.toMatchObject({ damage: 'digest' });
  expect(cache.get(state)).toBeUndefined();
});

test('a piece that was just made is given without its file, whole and in part', async () => {
  const { artifact } = await temporaryArtifact(new ReadCache(1_000));
  await sealPiece(artifact, 0, 'made just now', right);
  await rm((artifact.state(0) as PieceState).path);
  expect(await read(artifact)).toBe('made just now');
  expect(await read(artifact, 5, 9)).toBe('just');
});

test('a piece that came from elsewhere is not kept before somebody reads it, and none of a video that is removed', async () => {
  const { artifact } = await temporaryArtifact(new ReadCache(1_000));
  await sealPiece(artifact, 0, 'copied');
  expect(artifact.readCache.bytes).toBe(0);
  await read(artifact);
  expect(artifact.readCache.bytes).toBe(6);
  await artifact.remove();
  expect(artifact.readCache.bytes).toBe(0);
});

test('a piece that was read whole is given without its file from then on, until it is dropped', async () => {
  const { artifact, reopened } = await temporaryArtifact(new ReadCache(1_000));
  await sealPiece(artifact, 0, 'from the disk');
  const found = await reopened();
  const state = found.state(0) as PieceState;
  expect(await read(found, 5)).toBe('the disk');
  expect(found.readCache.get(state)).toBeUndefined();
  expect(await read(found)).toBe('from the disk');
  await rm(state.path);
  expect(await read(found, 5)).toBe('the disk');
  await found.drop(state);
  expect([found.readCache.get(state), found.readCache.bytes]).toEqual([undefined, 0]);
});
