import { UnderstudyError } from '@understudy/errors';
import type { KeyRecord } from '@understudy/metadata-store';
import { expect, onTestFinished, test, vi } from 'vitest';
import { apiKeysAs, parseConfiguredKeys } from './configured-keys.js';
import { makeKey } from './key-text.js';
import { KnownKeys } from './known-keys.js';

/** A store that a test changes, and has go away. The real ones are tested in packages/metadata-store. */
function knownKeys(pollMs = 60_000, mostWaiting = 1_000) {
  const records = new Map<string, KeyRecord>();
  const state = { away: false, reads: 0, version: 0, uses: [] as string[], hint: () => {} };
  const put = (record: KeyRecord) => {
    records.set(record.id, record);
    state.version += 1;
  };
  const keys = new KnownKeys({
    configured: parseConfiguredKeys('a-configured-key-of-length', apiKeysAs),
    pollMs,
    mostWaiting,
    events: { keysRead: () => {} },
    store: {
      async readAccessKeys(known) {
        state.reads += 1;
        if (state.away) throw new UnderstudyError('metadata_unavailable');
        const version = String(state.version);
        return { version, nowMs: Date.now(), keys: version === known ? undefined : [...records.values()] };
      },
      async noteAccessKeyUse(id) {
        state.uses.push(id);
      },
      onAccessKeyHint(listener) {
        state.hint = listener;
        return () => {};
      },
    },
  });
  onTestFinished(() => keys.close());
  const make = (others: Partial<KeyRecord> = {}) => {
    const { id, text, digest } = makeKey();
    put({ id, name: 'app', scopes: ['create'], createdAtMs: 1, secrets: [{ digest }], ...others });
    return { id, text, digest };
  };
  const resultOf = async (text: string) => (await keys.find(text)).result;
  return { keys, state, put, make, records, resultOf };
}

test('a key of the configuration is good without a store, and nothing is looked up for what has no form', async () => {
  const { keys, state, resultOf } = knownKeys();
  state.away = true;
  expect(await keys.find('a-configured-key-of-length')).toMatchObject({
    result: 'good',
    caller: { id: 'api-1', scopes: ['create', 'read', 'delete'] },
  });
  expect(await resultOf('a-configured-key-of-lengtH')).toBe('unknown');
  expect(await resultOf('us_0123456789abcdef_short')).toBe('unknown');
  expect(state.reads).toBe(0);
});

test('a key made a moment ago is good at once, and its use is remembered once', async () => {
  const { keys, state, make, resultOf } = knownKeys();
  keys.start();
  const { id, text } = make();
  expect(await keys.find(text)).toEqual({
    result: 'good',
    caller: { id, name: 'app', scopes: ['create'], expiresAtMs: undefined },
  });
  await resultOf(text);
  expect(state.uses).toEqual([id]);
  expect(await resultOf(makeKey(id).text)).toBe('unknown');
});

test('however many unknown keys come, the store is read ten times a second', async () => {
  const { state, resultOf } = knownKeys();
  const found = await Promise.all(Array.from({ length: 500 }, () => resultOf(makeKey().text)));
  expect(new Set(found)).toEqual(new Set(['unknown']));
  expect(state.reads).toBeLessThanOrEqual(2);
});

test('no more requests wait for a look into the store than may; known keys need none', async () => {
  const { keys, make, resultOf } = knownKeys(60_000, 3);
  const { text } = make();
  keys.start();
  await resultOf(text);
  const found = await Promise.allSettled([
    ...Array.from({ length: 8 }, () => resultOf(makeKey().text)),
    resultOf(text),
  ]);
  expect(
    found.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.retryAfterSeconds)),
  ).toEqual(['unknown', 'unknown', 'unknown', 1, 1, 1, 1, 1, 'good']);
  expect(await resultOf(makeKey().text)).toBe('unknown');
});

test('a revoked key is refused as soon as a hint or the next poll tells of it', async () => {
  const { keys, state, put, make, records, resultOf } = knownKeys(50);
  const { id, text } = make();
  const other = make();
  keys.start();
  await vi.waitFor(async () => expect(await resultOf(text)).toBe('good'));
  put({ ...(records.get(id) as KeyRecord), revokedAtMs: 2 });
  await vi.waitFor(async () => expect(await resultOf(text)).toBe('revoked'));
  keys.close();
  put({ ...(records.get(other.id) as KeyRecord), revokedAtMs: 2 });
  state.hint();
  await vi.waitFor(async () => expect(await resultOf(other.text)).toBe('revoked'));
});

test('with the store away the last that was known stands; what was never seen can be told by nobody', async () => {
  const { keys, state, put, make, records, resultOf } = knownKeys();
  const good = make();
  const gone = make({ revokedAtMs: 1 });
  const brief = make({ expiresAtMs: Date.now() + 600 });
  keys.start();
  expect(await resultOf(brief.text)).toBe('good');
  state.away = true;
  expect([await resultOf(good.text), await resultOf(gone.text)]).toEqual(['good', 'revoked']);
  await expect(resultOf(makeKey().text)).rejects.toMatchObject({
    code: 'metadata_unavailable',
    retryAfterSeconds: 5,
    publicDetail: expect.stringContaining('cannot be found out'),
  });
  // The clock goes on.
  await vi.waitFor(async () => expect(await resultOf(brief.text)).toBe('expired'));
  // It was rotated where this process has not seen it.
  const next = makeKey(good.id);
  put({ ...(records.get(good.id) as KeyRecord), secrets: [{ digest: next.digest }] });
  await expect(resultOf(next.text)).rejects.toMatchObject({ code: 'metadata_unavailable' });
  state.away = false;
  expect(await resultOf(next.text)).toBe('good');
  expect(await resultOf(good.text)).toBe('unknown');
});

test('a secret from before is good until its time is over', async () => {
  const { put, make, records, resultOf } = knownKeys();
  const { id, text, digest } = make();
  const next = makeKey(id);
  const untilMs = Date.now() + 400;
  put({ ...(records.get(id) as KeyRecord), secrets: [{ digest: next.digest }, { digest, untilMs }] });
  expect([await resultOf(text), await resultOf(next.text)]).toEqual(['good', 'good']);
  await vi.waitFor(async () => expect(await resultOf(text)).toBe('unknown'));
  expect(await resultOf(next.text)).toBe('good');
});
