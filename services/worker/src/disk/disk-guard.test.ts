import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { DiskGuard, type DiskState } from './disk-guard.js';
import type { Space } from './room.js';

const diskError = (code: string) => Object.assign(new Error(code), { code });
const quota = 1_000;

let space: Space;
let probeFails: string | undefined;
let evicted: number[];
let changes: DiskState[];
let guard: DiskGuard;
/** What evicting frees at most. */
let idle: number;

beforeEach(() => {
  space = { used: 0, free: 1_000_000, quota, reserve: 0 };
  probeFails = undefined;
  evicted = [];
  changes = [];
  idle = 0;
  guard = new DiskGuard({
    measure: async () => space,
    probe: async () => {
      if (probeFails !== undefined) throw diskError(probeFails);
    },
    evict: async (bytes) => {
      evicted.push(bytes);
      const freed = Math.min(idle, bytes);
      idle -= freed;
      space = { ...space, used: space.used - freed };
    },
    onChange: (state) => changes.push(state),
  });
});

const use = async (used: number) => {
  space = { ...space, used };
  await guard.look();
};

test('at the high mark copies go until the low mark, and pieces are begun', async () => {
  idle = 500;
  await use(960);
  expect(evicted).toEqual([60]);
  await guard.admit();
  expect(changes).toEqual([]);
});

test('who begins a piece past the high mark waits while room is made', async () => {
  await use(940);
  guard.take(30);
  space = { ...space, used: 970 };
  idle = 500;
  await guard.admit();
  expect(space.used).toBe(900);
});

test('what does not fit is refused before it is written, until there is room again', async () => {
  await use(900);
  guard.take(100);
  expect(() => guard.take(1)).toThrow(expect.objectContaining({ code: 'storage_full', statusCode: 507 }));
  space = { ...space, used: 1_000 };
  await expect(guard.admit()).rejects.toMatchObject({ code: 'storage_full' });
  await use(990);
  expect(guard.state).toBe('full');
  await use(500);
  await guard.admit();
  expect(changes).toEqual(['full', 'ok']);
});

test('a disk that says it is full evicts, and is tried before it is trusted', async () => {
  await use(100);
  expect(guard.refusal(diskError('ENOSPC'))).toMatchObject({ code: 'storage_full', retryAfterSeconds: 2 });
  probeFails = 'ENOSPC';
  await guard.look();
  expect(guard.takes).toBe(false);
  probeFails = undefined;
  await guard.look();
  expect(changes).toEqual(['full', 'ok']);
});

test('a disk that is full again soon takes work later every time', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const fullFor = async (waitMs: number) => {
    guard.refusal(diskError('ENOSPC'));
    if (waitMs > 0) {
      vi.advanceTimersByTime(waitMs - 1);
      await guard.look();
      expect(guard.state).toBe('full');
      vi.advanceTimersByTime(1);
    }
    await guard.look();
    expect(guard.state).toBe('ok');
  };
  for (const waitMs of [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) await fullFor(waitMs);
  vi.advanceTimersByTime(10_000);
  await fullFor(0);
});

test('a disk that fails is trusted after three good probes in a row', async () => {
  guard.refusal(diskError('EIO'));
  await guard.look();
  await guard.look();
  probeFails = 'EIO';
  await guard.look();
  probeFails = undefined;
  await guard.look();
  await guard.look();
  expect(guard.state).toBe('failing');
  await guard.look();
  expect(changes).toEqual(['failing', 'ok']);
});

test('a failing disk does not become well by being full too', () => {
  guard.refusal(diskError('EROFS'));
  guard.refusal(diskError('ENOSPC'));
  expect(guard.state).toBe('failing');
});

test('an error that says nothing of the disk stays what it is', () => {
  const error = diskError('ENOENT');
  expect(guard.refusal(error)).toBe(error);
  expect(guard.takes).toBe(true);
});

test('room that was only measured is used as soon as it is there, however often there was none', async () => {
  for (let round = 0; round < 8; round += 1) {
    await use(900);
    expect(() => guard.take(101)).toThrow(expect.objectContaining({ code: 'storage_full' }));
    expect(guard.state).toBe('full');
    await use(940);
    expect(guard.state).toBe('ok');
  }
});

test('a video that does not fit by itself is refused, and others go on', async () => {
  await use(930);
  expect(() => guard.take(80, 860)).toThrow(
    expect.objectContaining({ code: 'storage_full', message: expect.stringContaining('one video alone') }),
  );
  expect(guard.takes).toBe(true);
  guard.take(10, 100);
  // What is left of it goes for the next one, though it is below the high mark.
  idle = 860;
  space = { ...space, used: 940 };
  await guard.admit();
  expect(evicted).toEqual([40]);
  await guard.admit();
  expect(evicted).toEqual([40]);
  // One that would fit without the others closes it: they are in its way, not it in theirs.
  guard.take(90);
  expect(() => guard.take(50, 850)).toThrow('the disk is full');
  expect(guard.takes).toBe(false);
});

test('who closes it waits for the eviction that runs, and none is begun after that', async () => {
  let freed: (() => void) | undefined;
  const evictions: number[] = [];
  const closing = new DiskGuard({
    measure: async () => ({ ...space, used: 960 }),
    probe: async () => undefined,
    evict: (bytes) => {
      evictions.push(bytes);
      return new Promise((resolve) => {
        freed = resolve;
      });
    },
    onChange: () => undefined,
  });
  const looked = closing.look();
  await vi.waitUntil(() => freed !== undefined);
  let closed = false;
  const closes = closing.close().then(() => {
    closed = true;
  });
  await new Promise(setImmediate);
  expect(closed).toBe(false);
  freed?.();
  await Promise.all([looked, closes]);
  await closing.look();
  expect(evictions).toEqual([60]);
});
