import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flipBit } from '../testing/damage.js';
import { BlockChecks, blockBytes } from './block-checks.js';

const bytes = randomBytes(2 * blockBytes + 1_000);
let directory: string;
let path: string;
let file: FileHandle;
let checks: BlockChecks;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-checks-'));
  path = join(directory, 'piece');
  await writeFile(path, bytes);
  file = await open(path);
  checks = new BlockChecks();
  // However the bytes come.
  for (const [from, to] of [
    [0, 10],
    [10, blockBytes + 5],
    [blockBytes + 5, 2 * blockBytes],
    [2 * blockBytes, bytes.length],
  ])
    checks.push(bytes.subarray(from, to));
});
afterEach(async () => {
  vi.useRealTimers();
  await file.close();
  await rm(directory, { recursive: true });
});

async function read(from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  await file.read(buffer, 0, buffer.length, from);
  await checks.confirm(file, from, buffer);
  return buffer;
}

/** As if the file had been written long ago. */
const later = () => vi.useFakeTimers({ now: Date.now() + 5_000, toFake: ['Date'] });

test.each([
  [0, bytes.length],
  [1, 2],
  [blockBytes - 1, blockBytes + 1],
  [2 * blockBytes + 10, bytes.length],
])('bytes %d to %d are confirmed, and refused when any of their blocks has changed', async (from, to) => {
  expect((await read(from, to)).equals(bytes.subarray(from, to))).toBe(true);
  const block = Math.floor((to - 1) / blockBytes);
  await flipBit(path, Math.min((block + 1) * blockBytes, bytes.length) - 1);
  await expect(read(from, to)).rejects.toMatchObject({ damage: 'digest' });
});

test('a file that changes after its blocks were good is compared again, however soon', async () => {
  later();
  await read(0, bytes.length);
  await flipBit(path, 77);
  await expect(read(70, 80)).rejects.toMatchObject({ damage: 'digest' });
});

test('a change that hides its time is found, too', async () => {
  later();
  await read(0, bytes.length);
  await flipBit(path, 77);
  await utimes(path, 1, 1);
  await expect(read(70, 80)).rejects.toMatchObject({ damage: 'digest' });
});

test('a block is compared again after a while although its file has not changed', async () => {
  later();
  await read(0, bytes.length);
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now');
  try {
    // What a disk does shows in no time of the file.
    const wrong = Buffer.from(bytes.subarray(0, blockBytes));
    wrong[5] = (wrong[5] as number) ^ 1;
    clock.mockReturnValue(now + 30_000);
    await checks.confirm(file, 0, wrong);
    clock.mockReturnValue(now + 61_000);
    await expect(checks.confirm(file, 0, wrong)).rejects.toMatchObject({ damage: 'digest' });
  } finally {
    clock.mockRestore();
  }
});

test('a file that has lost its end is too short', async () => {
  const shorter = await open(path, 'r+');
  await shorter.truncate(blockBytes + 3);
  await shorter.close();
  await expect(read(blockBytes, blockBytes + 3)).rejects.toMatchObject({ damage: 'size' });
});
