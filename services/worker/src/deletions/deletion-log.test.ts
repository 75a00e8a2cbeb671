import type { Deletion } from '@understudy/metadata-store';
import { afterEach, expect, test } from 'vitest';
import type { LogPlace } from './deletion-cursor.js';
import { DeletionLog } from './deletion-log.js';

const logId = '0123456789abcdef';
const otherId = 'fedcba9876543210';
const at = (sequence: number, log = logId, contentId = BigInt(sequence)): LogPlace => ({
  sequence,
  log,
  contentId,
});
const neverMs = 1_000_000;
let log: DeletionLog | undefined;
afterEach(() => log?.close());

/** A log in memory, a cursor in memory, and a record of what was applied. */
function follow(options: {
  length: number;
  cursor?: LogPlace;
  recallMost?: number;
  beginAt?: 'start' | 'end';
  pollIntervalMs?: number;
}) {
  let all: Deletion[] = [];
  let id: string | undefined;
  const add = (count: number, firstContentId = all.length + 1) => {
    id ??= logId;
    for (let index = 0; index < count; index += 1) {
      const sequence = all.length + 1;
      all.push({ sequence, contentId: BigInt(firstContentId + index), digest: 'd' });
    }
  };
  if (options.length > 0) add(options.length);
  const state = {
    cursor: options.cursor,
    applied: [] as number[],
    recalled: [] as number[],
    failures: [] as unknown[],
    add,
    /** Another log takes its place, or the same one as it was before. */
    replace(newId: string, length: number) {
      id = newId;
      all = all.slice(0, length);
    },
    hint: () => {},
    apply: async (deletions: readonly Deletion[]) => {
      state.applied.push(...deletions.map(({ sequence }) => sequence));
    },
  };
  log = new DeletionLog({
    store: {
      readDeletions: async (after, limit) => ({
        deletions: all.slice(after, after + limit),
        last: all.length,
        log: id,
      }),
      onDeletionHint(listener) {
        state.hint = listener;
        return () => {
          state.hint = () => {};
        };
      },
    },
    cursor: {
      read: async () => state.cursor,
      write: async (place) => {
        state.cursor = place;
      },
    },
    pollIntervalMs: options.pollIntervalMs ?? neverMs,
    beginAt: options.beginAt ?? 'start',
    apply: (deletions) => state.apply(deletions),
    ...(options.recallMost !== undefined && {
      recall: {
        most: options.recallMost,
        with: (deletions) => state.recalled.push(...deletions.map(({ sequence }) => sequence)),
      },
    }),
    onFailed: (error) => state.failures.push(error),
  });
  log.start();
  return { state, log };
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('all of a long log is applied once, in order, and the cursor stands at its end', async () => {
  const { state, log } = follow({ length: 1_234 });
  expect(log.isCaughtUp).toBe(false);
  await log.caughtUp;
  expect(state.applied).toEqual(range(1, 1_234));
  expect(state.cursor).toEqual(at(1_234));
});

test('it goes on where it stopped, and a new worker begins at the end', async () => {
  const old = follow({ length: 10, cursor: at(7) });
  await old.log.caughtUp;
  expect(old.state.applied).toEqual([8, 9, 10]);
  await old.log.close();
  const fresh = follow({ length: 10, beginAt: 'end' });
  await fresh.log.caughtUp;
  expect(fresh.state.applied).toEqual([]);
  expect(fresh.state.cursor).toMatchObject({ sequence: 10, log: logId });
});

test.each<[string, LogPlace]>([
  ['has another ID, though it is as long', at(3, otherId)],
  ['is longer, and has another ID', at(1, otherId)],
  ['has another video where this worker stopped: it was set back and grew again', at(3, logId, 9n)],
  ['is shorter than what was applied', at(7)],
  ['got an ID since', { sequence: 2, log: undefined, contentId: undefined }],
])('a log that %s is another one: it is read from its beginning', async (_, cursor) => {
  const { state, log } = follow({ length: 3, cursor });
  await log.caughtUp;
  expect(state.applied).toEqual([1, 2, 3]);
  expect(state.cursor).toEqual(at(3));
});

test('a log that is replaced while it is followed is read from its beginning, also after a restart', async () => {
  const { state, log } = follow({ length: 3 });
  await log.caughtUp;
  state.replace(otherId, 0);
  state.hint();
  // The cursor too: what comes next may make the new log as long as the old one was.
  await expect.poll(() => state.cursor).toEqual({ sequence: 0, log: otherId, contentId: undefined });
  state.add(3, 11);
  state.hint();
  await expect.poll(() => state.cursor).toEqual(at(3, otherId, 13n));
  expect(state.applied).toEqual([1, 2, 3, 1, 2, 3]);
});

test('a hint makes it read at once, also one that comes while it applies', async () => {
  const { state, log } = follow({ length: 0 });
  await log.caughtUp;
  state.apply = async (deletions) => {
    state.applied.push(...deletions.map(({ sequence }) => sequence));
    if (state.applied.length > 1) return;
    state.add(1);
    state.hint();
  };
  state.add(1);
  state.hint();
  await expect.poll(() => state.applied).toEqual([1, 2]);
});

test('without hints it is found by polling', async () => {
  const { state, log } = follow({ length: 0, pollIntervalMs: 10 });
  await log.caughtUp;
  state.add(2);
  await expect.poll(() => state.applied).toEqual([1, 2]);
});

test('what cannot be applied is applied again later; until then it is not caught up and nothing is left out', async () => {
  const { state, log } = follow({ length: 2, pollIntervalMs: 10 });
  const broken = new Error('EIO');
  let tries = 0;
  state.apply = async () => {
    tries += 1;
    throw broken;
  };
  await expect.poll(() => tries).toBeGreaterThan(2);
  expect(log.isCaughtUp).toBe(false);
  expect(state.cursor).toMatchObject({ sequence: 0 });
  expect(state.failures[0]).toBe(broken);
  state.apply = async (deletions) => {
    state.applied.push(...deletions.map(({ sequence }) => sequence));
  };
  await log.caughtUp;
  expect(state.applied).toEqual([1, 2]);
});

test.each([
  [
    'an earlier process applied',
    { length: 1_300, cursor: at(1_200), recallMost: 700 },
    range(501, 1_200),
    100,
  ],
  ['there was before a new worker', { length: 3, beginAt: 'end', recallMost: 700 }, range(1, 3), 0],
] as const)(
  'the latest of what %s are recalled before anything is applied',
  async (_, options, recalled, applied) => {
    const { state, log } = follow(options);
    await log.caughtUp;
    expect(state.recalled).toEqual(recalled);
    expect(state.applied).toHaveLength(applied);
  },
);
