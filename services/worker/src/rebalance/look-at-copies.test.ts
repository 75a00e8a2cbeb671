import type { Member } from '@understudy/metadata-store';
import { type CopyAnswer, promiseMs } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MembershipView } from '../membership/view.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { batchesOf, type LookOptions, lookAtCopies, worthAsking } from './look-at-copies.js';
import type { OwnerClient } from './owner-client.js';
import { TargetStates } from './target-state.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Copy 1 belongs on m and r, copy 2 on m and s; this worker is x, which has both. */
const replicas = new Map([
  [1n, 'r'],
  [2n, 's'],
]);
const artifactOf = (contentId: bigint, pieces = 2) =>
  ({
    contentId,
    artifactId: 'a',
    sealedPieces: () => Array.from({ length: pieces }, (_, index) => ({ piece: index * 2 })),
  }) as unknown as StoredArtifact;
const copies = [artifactOf(1n), artifactOf(2n)];

/** What a look does when the workers answer as `answers` says; without an answer they refuse. */
function lookOf(answers: Partial<Record<string, CopyAnswer>>, ask: () => void = () => undefined) {
  const targets = new TargetStates();
  const done: string[] = [];
  const view = {
    owners: (contentId: bigint) => ({ master: 'm', replica: replicas.get(contentId) }),
    member: (id: string) => ({ id, state: 'active' }) as Member,
  } as unknown as MembershipView;
  const owners = {
    async ask({ id }: Member, artifacts: readonly StoredArtifact[], promise: boolean) {
      ask();
      done.push(`ask ${id} ${artifacts.length} ${promise}`);
      const answer = answers[id];
      if (answer === undefined) targets.failed(id, performance.now());
      return answer && artifacts.map(() => answer);
    },
  } as unknown as OwnerClient;
  const options: LookOptions = {
    selfId: 'x',
    view,
    isReplicated: () => true,
    staysHere: () => false,
    owners,
    targets,
    isDeclined: () => false,
    offer: async ({ id }, { contentId }) => done.push(`offer ${contentId} to ${id}`) > 0,
    remove: async ({ contentId }) => done.push(`remove ${contentId}`) > 0,
    isCurrent: () => true,
  };
  return { options, done };
}

test('each worker is asked once for all copies, and who refuses does not hold up the others', async () => {
  const { options, done } = lookOf({ m: 'keeps', s: 'lacks' });
  const looked = await lookAtCopies(options, copies);
  expect(done).toEqual(['ask m 2 true', 'ask r 1 true', 'ask s 1 true', 'offer 2 to s']);
  expect(looked).toEqual({ settled: [], offered: 1 });
  await lookAtCopies(options, copies);
  expect(done.slice(4)).toEqual(['ask m 2 true', 'ask s 1 true', 'offer 2 to s']);
});

test('what all keep is removed', async () => {
  const { options, done } = lookOf({ m: 'keeps', r: 'keeps', s: 'has' });
  expect(await lookAtCopies(options, copies)).toEqual({ settled: [copies[0]], offered: 0 });
  expect(done.at(-1)).toBe('remove 1');
});

test('a promise that is half over when the answer comes is not relied on', async () => {
  const { options, done } = lookOf({ m: 'keeps', r: 'keeps', s: 'keeps' }, () =>
    vi.advanceTimersByTime(promiseMs / 4),
  );
  await lookAtCopies(options, copies);
  expect(done.filter((what) => what.startsWith('remove'))).toEqual([]);
});

test('a copy to which something came after the question is not removed', async () => {
  const grown = artifactOf(1n);
  let pieces = 2;
  Object.assign(grown, { sealedPieces: () => Array.from({ length: pieces }, (_, piece) => ({ piece })) });
  const { options, done } = lookOf({ m: 'keeps', r: 'keeps' }, () => {
    pieces = 3;
  });
  await lookAtCopies(options, [grown]);
  expect(done.filter((what) => what.startsWith('remove'))).toEqual([]);
});

test('a copy is only asked about while a worker takes more; what was offered comes first', () => {
  const { options } = lookOf({});
  const isOffered = ({ contentId }: StoredArtifact) => contentId === 2n;
  expect(worthAsking(options, copies, isOffered)).toEqual([copies[1], copies[0]]);
  options.targets.hasEnough('m');
  expect(worthAsking(options, copies, isOffered)).toEqual([copies[1], copies[0]]);
  options.targets.hasEnough('r');
  expect(worthAsking(options, copies, isOffered)).toEqual([copies[1]]);
});

test('a question has at most 200 copies, and fewer where their lists of pieces are long', () => {
  const many = Array.from({ length: 450 }, (_, index) => artifactOf(BigInt(index)));
  expect([...batchesOf(many)].map((batch) => batch.length)).toEqual([200, 200, 50]);
  const long = Array.from({ length: 100 }, (_, index) => artifactOf(BigInt(index), 2_000));
  expect([...batchesOf(long)].map((batch) => batch.length)).toEqual([28, 28, 28, 16]);
});
