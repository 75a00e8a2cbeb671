import type { ArtifactStatus } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import type { Upstream } from '../play/upstream.js';
import { KnownCopies } from './known-copies.js';

const workers = ['a', 'b', 'c'].map((id) => ({ id, url: id }));
const complete = (artifactId: string) => ({ artifactId, complete: true }) as ArtifactStatus;

function create(answers: Record<string, ArtifactStatus | undefined>) {
  const clock = { ms: 0 };
  const asked: string[] = [];
  const ask = async ({ url }: Upstream, contentId: bigint) => {
    asked.push(`${contentId} ${url}`);
    return answers[url];
  };
  return { clock, asked, copies: new KnownCopies({ ask }, () => clock.ms) };
}
const answered = () => new Promise(setImmediate);

test('nobody waits for what is not known; asked once a second, and forgotten where nobody answers any more', async () => {
  const answers: Record<string, ArtifactStatus | undefined> = { a: complete('x'), b: complete('x') };
  const { clock, asked, copies } = create(answers);
  expect(copies.of(1n, workers)).toBeUndefined();
  expect(copies.of(1n, workers)).toBeUndefined();
  expect(asked).toEqual(['1 a', '1 b', '1 c']);
  await answered();
  expect([...(copies.of(1n, workers) ?? [])]).toEqual(['a', 'b']);
  expect(asked).toHaveLength(3);
  clock.ms = 1_000;
  answers['c'] = complete('x');
  delete answers['a'];
  // What was known stands while it is asked again.
  expect([...(copies.of(1n, workers) ?? [])]).toEqual(['a', 'b']);
  await answered();
  expect([...(copies.of(1n, workers) ?? [])]).toEqual(['b', 'c']);
  clock.ms = 6_000;
  expect(copies.of(1n, workers)).toBeUndefined();
});

test('who says nothing for long holds up nobody who asks for the first time', async () => {
  let say = (_: ArtifactStatus | undefined) => {};
  const late = new Promise<ArtifactStatus | undefined>((resolve) => {
    say = resolve;
  });
  const { clock, asked, copies } = create({ a: complete('x'), b: complete('x'), c: late as never });
  copies.of(1n, workers);
  await answered();
  expect([...(copies.of(1n, workers) ?? [])]).toEqual(['a', 'b']);
  clock.ms = 2_000;
  // It is not asked again meanwhile.
  copies.of(1n, workers);
  expect(asked).toHaveLength(3);
  say(complete('x'));
  await answered();
  expect(copies.of(1n, workers)?.size).toBe(3);
});

test('copies of other bytes, and those that are not complete, do not count', async () => {
  const { copies } = create({
    a: { ...complete('x'), complete: false },
    b: complete('y'),
    c: complete('x'),
  });
  copies.of(1n, workers);
  await answered();
  expect([...(copies.of(1n, workers) ?? [])]).toEqual(['b']);
});

test('no more than so many videos are asked about at once, and remembered', async () => {
  const { asked, copies } = create({ a: complete('x') });
  for (let id = 0n; id < 100n; id += 1n) copies.of(id, workers.slice(0, 1));
  expect(asked).toHaveLength(32);
  for (let id = 100n; id < 1_200n; id += 1n) {
    await answered();
    copies.of(id, workers.slice(0, 1));
  }
  await answered();
  expect(copies.of(0n, [])).toBeUndefined();
  expect(copies.of(1_199n, [])?.size).toBe(1);
});
