import { artifactIdOf } from '@understudy/artifact';
import { descriptionDigest, parseDescription } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Behaviour, type Receiver, secret, startReceiver } from '../testing/receiver.js';
import { description, startCatalog } from '../testing/start-catalog.js';

const keys = ['key-of-ann-0123456', 'key-of-bob-0123456'] as const;
const headersOf = (key: string) => ({ authorization: `Bearer ${key}` });

async function receiver(behaviour?: Behaviour): Promise<Receiver> {
  const started = await startReceiver(behaviour);
  onTestFinished(() => started.close());
  return started;
}

/** A catalog with a hook for each receiver, of a key of its own; quick, so that little is waited for. */
async function startHooked(receivers: readonly Receiver[], env: NodeJS.ProcessEnv = {}) {
  const catalog = await startCatalog({
    UNDERSTUDY_API_KEYS: keys.join(),
    UNDERSTUDY_WEBHOOKS: JSON.stringify(
      receivers.map(({ url }, index) => ({ apiKey: keys[index], url, secret })),
    ),
    UNDERSTUDY_WEBHOOK_FIRST_PAUSE_MS: '40',
    UNDERSTUDY_WEBHOOK_LONGEST_PAUSE_MS: '160',
    UNDERSTUDY_WEBHOOK_POLL_MS: '10',
    ...env,
  });
  const describe = async (title: string, key: string = keys[0]): Promise<{ id: string; urls: object }> => {
    const payload = { ...description, title };
    const request = { method: 'POST', url: '/v1/videos', headers: headersOf(key), payload } as const;
    return (await catalog.app.inject(request)).json();
  };
  const metric = async (name: string, labels: object = {}): Promise<number> => {
    const values = (await catalog.context.registry.getSingleMetric(name)?.get())?.values ?? [];
    return (
      values.find((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))
        ?.value ?? 0
    );
  };
  return { ...catalog, describe, metric };
}

const attempts = 'understudy_webhook_attempts_total';
const dropped = 'understudy_webhook_messages_dropped_total';

test('a description is told once, signed, with the ID and URLs of its answer', async () => {
  const ann = await receiver();
  const { describe, metric, context, ids } = await startHooked([ann]);
  const { id, urls } = await describe('told');
  expect(await describe('told')).toMatchObject({ id, urls });
  await expect.poll(() => metric(attempts, { result: 'delivered' })).toBe(1);
  expect(ann.received).toMatchObject([
    {
      id: expect.stringMatching(/^msg_[\w-]{27}$/),
      type: 'video.described',
      data: { id, urls, state: 'described' },
    },
  ]);
  expect(Object.keys(ann.received[0]?.data ?? {})).toEqual(['id', 'state', 'urls']);
  expect(Math.abs(Date.now() - Date.parse(String(ann.received[0]?.timestamp)))).toBeLessThan(10_000);
  expect(ann.forged).toBe(0);

  // What the workers tell comes the same way.
  const news = { artifactId: 'a'.repeat(32), atMs: Date.now() };
  const contentId = ids.decode(id) ?? 0n;
  await context.store.tell(contentId, { type: 'started', ...news }, { limit: 9 });
  await context.store.tell(
    contentId,
    { type: 'failed', code: 'generator_failed', knownPieces: 0, ...news },
    { limit: 9 },
  );
  await expect.poll(() => ann.received.length).toBe(3);
  expect(ann.received.map(({ type, data }) => [type, data.state, data.code]).sort()).toEqual([
    ['video.described', 'described', undefined],
    ['video.failed', 'failed', 'generator_failed'],
    ['video.started', 'generating', undefined],
  ]);
});

test('a description is acknowledged only when its message is stored', async () => {
  const ann = await receiver();
  const { describe, context } = await startHooked([ann]);
  const away = new UnderstudyError('metadata_unavailable', 'away');
  vi.spyOn(context.store, 'subscribe').mockRejectedValueOnce(away);
  expect(await describe('refused')).toMatchObject({ status: 503, code: 'metadata_unavailable' });
  const { id } = await describe('refused');
  await expect.poll(() => ann.received.map(({ data }) => data.id)).toEqual([id]);
});

test('each key has its own hook; a key without one has none', async () => {
  const ann = await receiver();
  const { describe, metric } = await startHooked([ann]);
  await describe('of bob', keys[1]);
  const { id } = await describe('of ann');
  await expect.poll(() => metric(attempts, { result: 'delivered' })).toBe(1);
  expect(ann.received.map(({ data }) => data.id)).toEqual([id]);
});

test.each([
  ['an error', 500 as const],
  ['a redirect', 302 as const],
  ['no answer in time', 'hang' as const],
])('after %s it is sent again, the same message, with longer and longer pauses', async (_what, how) => {
  const ann = await receiver((count) => (count <= 3 ? how : 200));
  const { describe, metric } = await startHooked([ann], { UNDERSTUDY_WEBHOOK_TIMEOUT_MS: '300' });
  await describe('again');
  await expect.poll(() => metric(attempts, { result: 'delivered' })).toBe(1);
  expect(await metric(attempts, { result: 'failed' })).toBe(3);
  expect(new Set(ann.received.map(({ id }) => id)).size).toBe(1);
  const times = ann.received.map(({ atMs }) => atMs);
  const pauses = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
  // Half of 40, 80 and 160 ms at least.
  expect(pauses).toHaveLength(3);
  for (const [index, leastMs] of [20, 40, 80].entries())
    expect(pauses[index]).toBeGreaterThanOrEqual(leastMs - 2);
});

test('an answer without end is not read to its end; what is composed is told as well', async () => {
  const ann = await receiver(() => 'flood');
  const { app, metric } = await startHooked([ann]);
  const payload = { viewer: 'ada', request: {} };
  const composed = await app.inject({
    method: 'POST',
    url: '/v1/compose',
    headers: headersOf(keys[0]),
    payload,
  });
  await expect.poll(() => metric(attempts, { result: 'delivered' })).toBe(1);
  expect(ann.received.map(({ data }) => data.id)).toEqual([composed.json().id]);
});

test('nobody there is an error like any other', async () => {
  const ann = await receiver();
  ann.close();
  const { describe, metric } = await startHooked([ann]);
  await describe('nobody');
  await expect.poll(() => metric(attempts, { result: 'failed' })).toBeGreaterThan(1);
});

test('410 is the end of the message; so is being too old', async () => {
  const ann = await receiver(() => 410);
  const bob = await receiver(() => 500);
  const { describe, metric } = await startHooked([ann, bob], { UNDERSTUDY_WEBHOOK_GIVE_UP_S: '1' });
  await describe('gone');
  await describe('too old', keys[1]);
  await expect.poll(() => metric(dropped, { reason: 'gone' })).toBe(1);
  await expect.poll(() => metric(dropped, { reason: 'given_up' })).toBe(1);
  expect(ann.received).toHaveLength(1);
  expect(bob.received.length).toBeGreaterThan(3);
  await expect.poll(() => metric('understudy_webhook_messages_outstanding')).toBe(0);
});

test('a receiver that never answers has no more than its share, and does not hold up another', async () => {
  const ann = await receiver(() => 'hang');
  const bob = await receiver();
  const { describe } = await startHooked([ann, bob], {
    UNDERSTUDY_WEBHOOK_CONCURRENCY: '3',
    UNDERSTUDY_WEBHOOK_TIMEOUT_MS: '5000',
  });
  for (let count = 0; count < 8; count += 1) {
    await describe(`ann ${count}`);
    await describe(`bob ${count}`, keys[1]);
  }
  await expect.poll(() => bob.received.length).toBe(8);
  expect(ann.received).toHaveLength(3);
  expect(ann.mostOpen).toBe(3);
  expect(bob.mostOpen).toBeLessThanOrEqual(3);
  // What is being sent ends with it, so that the catalog does not wait for it.
  ann.close();
});

test('two catalogs deliver each message once between them', async () => {
  const ann = await receiver();
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const env = { UNDERSTUDY_METADATA_URL: redis.url };
  const [first, second] = await Promise.all([startHooked([ann], env), startHooked([ann], env)]);
  const titles = Array.from({ length: 20 }, (_, index) => `shared ${index}`);
  await Promise.all(titles.map((title, index) => (index % 2 === 0 ? first : second).describe(title)));
  const deliveredBy = (catalog: typeof first) => catalog.metric(attempts, { result: 'delivered' });
  await expect.poll(async () => (await deliveredBy(first)) + (await deliveredBy(second))).toBe(20);
  expect(new Set(ann.received.map(({ id }) => id)).size).toBe(20);
  expect(ann.received).toHaveLength(20);
});

test('a failure is not told when another worker got further', async () => {
  const ann = await receiver();
  const { describe, context, ids, metric } = await startHooked([ann]);
  const { id } = await describe('fails once');
  await expect.poll(() => metric(attempts, { result: 'delivered' })).toBe(1);
  const artifactId = 'b'.repeat(32);
  const failed = { type: 'failed', artifactId, code: 'generator_failed', atMs: Date.now() } as const;
  const tell = (knownPieces: number) =>
    context.store.tell(ids.decode(id) ?? 0n, { ...failed, knownPieces }, { limit: 9 });
  // A poster is no piece of the video.
  for (const piece of ['init', '0', 'poster'])
    await context.store.recordSegment(artifactId, { piece, length: 1, sha256: 'c'.repeat(64) }, undefined);
  await tell(1);
  await tell(2);
  await expect.poll(() => metric(attempts, { result: 'delivered' })).toBe(2);
  await expect.poll(() => metric('understudy_webhook_messages_outstanding')).toBe(0);
  expect(ann.received.map(({ type }) => type)).toEqual(['video.described', 'video.failed']);
});

test('whoever describes what is complete already is told that too', async () => {
  const ann = await receiver();
  const bob = await receiver();
  const { describe, context } = await startHooked([ann, bob], { UNDERSTUDY_MEMBERSHIP_POLL_MS: '50' });
  const fingerprint = 'd'.repeat(64);
  await context.store.announce(
    {
      id: 'w1',
      url: 'http://127.0.0.1:9',
      zone: 'z',
      capacity: 1,
      warmth: 1,
      state: 'active',
      pid: 1,
      generators: [`g@1#${fingerprint}`],
    },
    60_000,
  );
  await expect.poll(() => context.membership.current?.members.length).toBe(1);
  await describe('known');
  const digest = descriptionDigest(parseDescription({ ...description, title: 'known' }));
  await context.store.recordHolder(artifactIdOf(digest, fingerprint), {
    worker: 'w1',
    bytes: 9,
    complete: true,
  });
  await describe('known', keys[1]);
  await expect
    .poll(() => bob.received.map(({ type }) => type).sort())
    .toEqual(['video.complete', 'video.described']);
  // It tells everybody who was not told.
  await expect
    .poll(() => ann.received.map(({ type }) => type).sort())
    .toEqual(['video.complete', 'video.described']);
});

test('what is deleted is not told any more', async () => {
  const ann = await receiver(() => 500);
  const { describe, app, context, ids, metric } = await startHooked([ann]);
  const { id } = await describe('deleted');
  await expect.poll(() => ann.received.length).toBeGreaterThan(0);
  const removed = await app.inject({
    method: 'DELETE',
    url: `/v1/videos/${id}`,
    headers: headersOf(keys[0]),
  });
  expect(removed.statusCode).toBe(204);
  await expect.poll(() => metric('understudy_webhook_messages_outstanding')).toBe(0);
  const news = { type: 'complete', artifactId: 'a', atMs: 0 } as const;
  expect((await context.store.tell(ids.decode(id) ?? 0n, news, { limit: 9 })).enqueued).toBe(0);
});

test('past the limit the oldest are dropped, and counted', async () => {
  const ann = await receiver(() => 500);
  const { describe, metric } = await startHooked([ann], {
    UNDERSTUDY_WEBHOOK_QUEUE: '2',
    UNDERSTUDY_WEBHOOK_FIRST_PAUSE_MS: '60000',
    UNDERSTUDY_WEBHOOK_LONGEST_PAUSE_MS: '60000',
  });
  for (const title of ['one', 'two', 'three']) await describe(title);
  expect(await metric(dropped, { reason: 'queue_full' })).toBe(1);
  await expect.poll(() => metric('understudy_webhook_messages_outstanding')).toBe(2);
});
