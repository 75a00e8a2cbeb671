import type { Revocation, RevocationList } from '@understudy/metadata-store';
import { expect, onTestFinished, test } from 'vitest';
import { RevocationWatch } from './revocation-watch.js';
import type { Revoked } from './revoked.js';

const untilMs = Date.now() + 60_000;
const revoked = (value: string): Revocation => ({ kind: 'token', value, untilMs });
const claims = (tokenId: string) => ({
  ...{ subject: '*', expiresAtS: 0, issuedAtS: undefined, tokenId, viewer: undefined },
  ...{ addresses: undefined, streams: undefined },
});

/** A watch over a store whose answers a test gives. */
function watchOver(answer: (known: string | undefined) => RevocationList, pollMs = 900) {
  const asked: (string | undefined)[] = [];
  const changes: Revoked[] = [];
  const watch = new RevocationWatch({
    store: {
      async readRevocations(known) {
        asked.push(known);
        return answer(known);
      },
    },
    pollMs,
    onChange: (each) => changes.push(each),
  });
  onTestFinished(() => watch.close());
  return { watch, asked, changes };
}

test('it asks with the revision that it knows, and tells changes only', async () => {
  let now: RevocationList = { revision: '', entries: [] };
  const { watch, asked, changes } = watchOver((known) =>
    known === now.revision && known !== '' ? { revision: known, entries: undefined } : now,
  );
  await watch.readNow();
  expect(changes).toEqual([]);
  now = { revision: 'r1', entries: [revoked('a')] };
  expect(await watch.readNow()).toBe(true);
  await watch.readNow();
  expect(asked).toEqual([undefined, '', '', 'r1']);
  expect(changes.map((each) => each.has(claims('a'), Date.now()))).toEqual([true]);
  now = { revision: 'r2', entries: [] };
  await watch.readNow();
  expect(watch.revoked.has(claims('a'), Date.now())).toBe(false);
});

test('it polls by itself', async () => {
  const { asked } = watchOver(() => ({ revision: '', entries: [] }), 50);
  await expect.poll(() => asked.length).toBeGreaterThan(2);
});

test('while the store is away, and where it was emptied, the last known stands', async () => {
  let answer = (): RevocationList => {
    throw new Error('away');
  };
  const { watch } = watchOver(() => answer());
  expect([await watch.readNow(), watch.isKnown]).toEqual([false, false]);
  answer = () => ({ revision: 'r1', entries: [revoked('a')] });
  await watch.readNow();
  for (const lost of [
    (): RevocationList => ({ revision: '', entries: [] }),
    () => {
      throw new Error('away');
    },
  ]) {
    answer = lost;
    await watch.readNow();
    expect(watch.revoked.has(claims('a'), Date.now())).toBe(true);
  }
  answer = () => ({ revision: 'r2', entries: [revoked('b')] });
  await watch.readNow();
  expect([watch.revoked.has(claims('a'), Date.now()), watch.revoked.has(claims('b'), Date.now())]).toEqual([
    false,
    true,
  ]);
});

test('to be told is to ask anew, also where an answer is on its way', async () => {
  const answers: ((list: RevocationList) => void)[] = [];
  const watch = new RevocationWatch({
    store: { readRevocations: () => new Promise((resolve) => answers.push(resolve)) },
    pollMs: 900,
    onChange: () => {},
  });
  onTestFinished(() => watch.close());
  const told = watch.readNow();
  answers[0]?.({ revision: '', entries: [] });
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.({ revision: 'r1', entries: [revoked('a')] });
  expect(await told).toBe(true);
  expect(watch.revoked.has(claims('a'), Date.now())).toBe(true);
});
