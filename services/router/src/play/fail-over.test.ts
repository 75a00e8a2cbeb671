import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type Behaviour, etag, type FakeWorker } from '../testing/fake-worker.js';
import { expectWhole, playAll } from '../testing/play.js';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(300_000);
let router: TestRouter;

afterEach(() => router.close());

async function start(options: { growing?: boolean; env?: Record<string, string>; workers?: number } = {}) {
  router = await TestRouter.start(body, options.env, options.workers);
  for (const worker of router.workers) worker.growing = options.growing ?? false;
  return router.workers as readonly [FakeWorker, FakeWorker, FakeWorker];
}

const play = (part = 'video.mp4', headers?: Record<string, string>) => playAll(router.part(part), headers);

test('a response is passed on, with nothing of the inside in its head', async () => {
  await start();
  const played = await play();
  expectWhole(played, body);
  expect(played.status).toBe(200);
  expect(Object.keys(played.headers).sort()).toEqual([
    'access-control-allow-origin',
    'access-control-expose-headers',
    'connection',
    'content-length',
    'content-security-policy',
    'content-type',
    'cross-origin-resource-policy',
    'date',
    'etag',
    'referrer-policy',
    'x-content-type-options',
    'x-request-id',
  ]);
});

test('every worker that is asked is told the ID that the player brought, and so is the player', async () => {
  const [master, replica] = await start();
  master.behaviours = [{ do: 'break', bytes: 40, how: 'reset' }];
  const played = await play('video.mp4', { 'x-request-id': 'edge-4f1a.77' });
  expectWhole(played, body);
  expect(played.headers['x-request-id']).toBe('edge-4f1a.77');
  expect(master.asked[0]?.headers['x-request-id']).toBe('edge-4f1a.77');
  expect(replica.asked[0]?.headers['x-request-id']).toBe('edge-4f1a.77');
});

test('a refusal has the ID too', async () => {
  await start();
  const refused = await play('nothing', { 'x-request-id': 'edge-4f1a.77' });
  expect(refused).toMatchObject({ status: 404, headers: { 'x-request-id': 'edge-4f1a.77' } });
});

const losses: [string, Behaviour][] = [
  ['cannot be reached', { do: 'reset' }],
  ['refuses', { do: 'refuse', status: 503, code: 'draining' }],
  ['is reset after its head', { do: 'break', bytes: 0, how: 'reset' }],
  ['is reset in its body', { do: 'break', bytes: 100_001, how: 'reset' }],
  ['ends early in good order', { do: 'break', bytes: 100_001, how: 'end' }],
];

for (const growing of [false, true]) {
  test.each(losses)(
    `${growing ? 'growing' : 'complete'}: when the master %s, the replica goes on`,
    async (_what, behaviour) => {
      const [master, replica, third] = await start({ growing });
      master.behaviours = [behaviour];
      expectWhole(await play(), body);
      expect(master.asked).toHaveLength(1);
      expect(replica.asked).toHaveLength(1);
      expect(third.asked).toHaveLength(0);
      const asked = replica.asked[0]?.headers;
      if (behaviour.do !== 'break') {
        expect(asked?.['understudy-continue']).toBeUndefined();
        return;
      }
      expect(asked?.['if-match']).toBe(etag);
      const sent = createHash('sha256').update(body.subarray(0, behaviour.bytes)).digest('hex');
      expect(asked?.['understudy-continue']).toBe(
        growing ? `${behaviour.bytes}-;sent=0:${sent}` : `${behaviour.bytes}-${body.length - 1}`,
      );
    },
  );
}

test('a range goes on within itself', async () => {
  const [master, replica] = await start();
  master.behaviours = [{ do: 'break', bytes: 40, how: 'reset' }];
  const played = await play('video.mp4', { range: 'bytes=1000-1099', 'if-range': etag });
  expect(played.status).toBe(206);
  expect(played.headers['content-range']).toBe(`bytes 1000-1099/${body.length}`);
  expectWhole(played, body.subarray(1_000, 1_100));
  expect(master.asked[0]?.headers).toMatchObject({ range: 'bytes=1000-1099', 'if-range': etag });
  expect(replica.asked[0]?.headers['understudy-continue']).toBe('1040-1099');
  expect(replica.asked[0]?.headers.range).toBeUndefined();
});

test('a response that grew when it began ends where a complete copy ends', async () => {
  const [master, replica] = await start({ growing: true });
  master.behaviours = [{ do: 'break', bytes: 5_000, how: 'reset' }];
  replica.growing = false;
  expectWhole(await play(), body);
});

test('lost one after the other, and back at the first', async () => {
  const [master, replica, third] = await start({ growing: true });
  const lose: Behaviour = { do: 'break', bytes: 50_000, how: 'reset' };
  master.behaviours = [lose, lose];
  replica.behaviours = [lose, lose];
  expectWhole(await play(), body);
  // Each that delivered gives the one lost before it another chance.
  expect([master, replica, third].map((worker) => worker.asked.length)).toEqual([3, 2, 0]);
});

test.each(['position', 'etag', 'length', 'excess'] as const)(
  'a continuation with another %s is never passed on',
  async (what) => {
    const [master, replica, third] = await start();
    master.behaviours = [{ do: 'break', bytes: 1_234, how: 'reset' }];
    replica.behaviours = [{ do: 'wrong', what }];
    expectWhole(await play(), body);
    expect(third.asked).toHaveLength(what === 'excess' ? 0 : 1);
  },
);

test('the connection of a refusal is used again', async () => {
  const [master] = await start();
  const refuse: Behaviour = { do: 'refuse', status: 503, code: 'draining' };
  master.behaviours = [refuse, refuse];
  await play();
  await play();
  expect(master.asked).toHaveLength(2);
  expect(master.connections).toBe(1);
});

test('a lost master is asked last until it answers again', async () => {
  const [master, replica] = await start();
  master.alive = false;
  master.behaviours = [{ do: 'reset' }];
  await play();
  await play();
  expect(master.asked).toHaveLength(1);
  expect(replica.asked).toHaveLength(2);
  master.alive = true;
  const upstream = { id: master.id, url: master.url };
  await expect.poll(() => router.context.health.isAlive(upstream), { timeout: 5_000 }).toBe(true);
  await play();
  expect(master.asked).toHaveLength(2);
});

test('when nobody can go on until the deadline, the connection is cut', async () => {
  const [master, replica, third] = await start({ growing: true });
  master.behaviours = [
    { do: 'break', bytes: 10_000, how: 'reset' },
    ...Array<Behaviour>(100).fill({ do: 'reset' }),
  ];
  replica.behaviours = Array<Behaviour>(100).fill({
    do: 'refuse',
    status: 503,
    code: 'generator_unavailable',
  });
  third.behaviours = Array<Behaviour>(100).fill({ do: 'refuse', status: 412, code: 'precondition_failed' });
  const played = await play();
  expect(played.whole).toBe(false);
  expect(played.body.equals(body.subarray(0, 10_000))).toBe(true);
  // It did not hammer them either.
  expect(replica.asked.length).toBeLessThan(20);
});

test.each([
  ['generator_failed', 502, undefined],
  ['generator_stalled', 504, undefined],
  ['generator_queue_full', 503, '7'],
  ['metadata_unavailable', 503, '2'],
] as const)('when every worker says %s, the player is told at once', async (code, status, retryAfter) => {
  for (const worker of await start()) worker.behaviours = [{ do: 'refuse', status, code }];
  const played = await play();
  expect(played.status).toBe(status);
  expect(played.headers['retry-after']).toBe(retryAfter);
  const problem = JSON.parse(played.body.toString()) as Record<string, unknown>;
  expect(problem['code']).toBe(code === 'metadata_unavailable' ? 'no_worker_available' : code);
  expect(Object.keys(problem)).toEqual(['title', 'status', 'code']);
});

test.each([
  [404, 'not_found'],
  [412, 'precondition_failed'],
  [416, 'range_not_satisfiable'],
])('%s is an answer, not a failure', async (status, code) => {
  const [master, replica] = await start();
  master.behaviours = [{ do: 'refuse', status, code }];
  const played = await play();
  expect(played.status).toBe(status);
  expect(JSON.parse(played.body.toString())).toMatchObject({ code });
  expect(replica.asked).toHaveLength(0);
});

test('with no worker left the player waits for one until the deadline, and is told when to come back', async () => {
  for (const worker of await start({ env: { UNDERSTUDY_FAILOVER_DEADLINE_MS: '400' } })) {
    worker.behaviours = Array<Behaviour>(100).fill({ do: 'reset' });
  }
  const played = await play();
  expect(played.status).toBe(503);
  expect(played.headers['retry-after']).toBe('2');
  expect(JSON.parse(played.body.toString())).toMatchObject({ code: 'no_worker_available' });
});

test('a worker that comes back before the deadline serves the waiting player', async () => {
  for (const worker of await start()) worker.behaviours = [{ do: 'reset' }];
  expectWhole(await play(), body);
});

test('HEAD is answered without a body', async () => {
  await start();
  const answer = await fetch(router.part('video.mp4'), { method: 'HEAD' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-length')).toBe(String(body.length));
});

test('when the player leaves, its worker is told at once', async () => {
  const [master] = await start({ growing: true });
  master.behaviours = [{ do: 'break', bytes: 10, how: 'silence' }];
  const leaving = new AbortController();
  const answer = await fetch(router.part('video.mp4'), { signal: leaving.signal });
  expect(answer.status).toBe(200);
  leaving.abort();
  await expect.poll(() => master.closedByPeer).toBe(1);
  await expect.poll(() => router.context.streams.count).toBe(0);
});

test('more streams than the limit are refused', async () => {
  const [master] = await start({ env: { UNDERSTUDY_MAX_STREAMS: '1' } });
  master.behaviours = [{ do: 'break', bytes: 10, how: 'silence' }];
  const leaving = new AbortController();
  await fetch(router.part('video.mp4'), { signal: leaving.signal });
  const refused = await play();
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'too_many_streams' });
  leaving.abort();
});

test('a player that takes nothing holds its worker back, and is cut off in the end', async () => {
  router = await TestRouter.start(randomBytes(64 * 1024 * 1024), { UNDERSTUDY_PLAYER_STALL_MS: '1000' });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(router.part('video.mp4'), { agent: false }, resolve).once('error', reject);
  });
  // Nothing reads it.
  await expect.poll(() => router.context.streams.count, { timeout: 5_000 }).toBe(0);
  answer.resume();
  await expect(once(answer, 'end')).rejects.toThrow('aborted');
}, 10_000);
