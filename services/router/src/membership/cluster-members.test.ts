import { randomBytes } from 'node:crypto';
import type { Member, Membership } from '@understudy/metadata-store';
import { expect, test } from 'vitest';
import { ClusterMembers } from './cluster-members.js';

const member = (id: string, pool: number): Member => ({
  id,
  url: `http://127.0.0.1:1/${id}`,
  zone: 'a',
  capacity: 1,
  warmth: 1,
  state: 'active',
  generators: [],
  pid: 1,
  pool,
});

test('workers once known count as known, also when all are gone', () => {
  let tell = (_: Membership) => {};
  const members = new ClusterMembers({
    store: {
      watchMembership(onChange) {
        tell = onChange;
        return { current: undefined, reachable: false, ready: Promise.resolve(false), close: () => {} };
      },
    },
    placementKey: randomBytes(32),
    pollIntervalMs: 50,
    candidates: 9,
    onChange: () => {},
  });
  expect(members.hasKnownWorkers).toBe(false);
  tell({ epoch: 1, members: [] });
  expect(members.hasKnownWorkers).toBe(false);
  tell({ epoch: 2, members: [member('a', 1)] });
  tell({ epoch: 3, members: [] });
  expect(members.hasKnownWorkers).toBe(true);
});

test('a video is looked for in the pool that its ID names, and in the leading one when that is empty', () => {
  let tell = (_: Membership) => {};
  const members = new ClusterMembers({
    store: {
      watchMembership(onChange) {
        tell = onChange;
        return { current: undefined, reachable: true, ready: Promise.resolve(true), close: () => {} };
      },
    },
    placementKey: randomBytes(32),
    pollIntervalMs: 50,
    candidates: 9,
    onChange: () => {},
  });
  const candidatesIn = (pool: bigint) =>
    members
      .candidates((pool << 48n) + 9n)
      .map(({ id }) => id)
      .toSorted();

  tell({ epoch: 1, members: [member('a', 1), member('b', 1), member('c', 2)] });
  expect(candidatesIn(1n)).toEqual(['a', 'b']);
  expect(candidatesIn(2n)).toEqual(['c']);
  expect(candidatesIn(0n)).toEqual(['a', 'b']);
  tell({ epoch: 2, members: [member('a', 2), member('b', 1), member('c', 2)] });
  expect(candidatesIn(1n)).toEqual(['b']);
  tell({ epoch: 3, members: [member('a', 2), member('b', 2), member('c', 2)] });
  expect(candidatesIn(1n)).toEqual(['a', 'b', 'c']);
});
