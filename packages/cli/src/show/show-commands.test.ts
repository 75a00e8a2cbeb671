import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

const w1 = {
  ...{ id: 'w1', state: 'active', zone: 'a', pid: 7, streams: 3, generating: 1, artifacts: 12, bytes: 4096 },
  ...{ pendingMoves: 0, settledEpoch: 5, replication: { policy: 'always', by: 'copy' } },
};
const told = {
  ...{ url: 'http://10.0.0.1:80', capacity: 1, warmth: 0.5, generators: ['ffmpeg@1#0123456789abcdef'] },
  ...{ storage: 'ok', scrub: { pass: { beganAtMs: 0, endedAtMs: 1_000, findings: 2, failed: 0 } } },
};
const stream = {
  ...{ router: 'r1', requestId: 'r-12345678', video: 'abc', part: 'video.mp4', worker: 'w1' },
  ...{ bytes: 500, ageMs: 2_400, moves: 1, silenceMs: 40 },
};
const w2 = { id: 'w2', state: 'unreachable', zone: 'b', pid: 18 };

/** One that is no member any more. */
const w3 = { id: 'w3', atMs: Date.now() - 180_000 };

const r1 = {
  ...{ id: 'r1', state: 'active', url: 'http://10.0.0.9:9090', pid: 5 },
  ...{ streams: 2, catalog: 'reachable' },
};
const r2 = { id: 'r2', state: 'unreachable', url: 'http://10.0.0.8:9090', pid: 6 };

const placement = {
  ...{ id: 'abc', contentId: '42', slot: 9, epoch: 5, pool: 1, master: 'w1', replica: 'w2' },
  holders: [{ worker: 'w1', bytes: 4096, complete: true, players: 3 }],
};

const worker = { state: 'active', capacity: 1 };
const ring = {
  ...{ epoch: 5, slots: 65_536, leading: 4 },
  pools: [
    { pool: 3, workers: [{ id: 'old', zone: 'a', ...worker, master: 65_536, replica: 0 }] },
    { pool: 4, workers: [{ id: 'w1', zone: 'b', ...worker, master: 65_536, replica: 6_554 }] },
  ],
};

const start = () =>
  startAdmin((_method, path) => {
    if (path === '/admin/ring') return { body: ring };
    if (path === '/admin/cluster')
      return {
        body: { epoch: 5, metadata: 'reachable', workers: [w1, w2], lost: [w3], routers: [r1, r2] },
      };
    if (path === '/admin/streams') return { body: { total: 9, unreachable: ['r2'], streams: [stream] } };
    if (path === '/admin/videos/abc/placement') return { body: placement };
    return { status: 404, body: { code: 'not_found', title: 'There is nothing here.' } };
  });

test('status shows the workers and the routers, also one that does not answer', async () => {
  const { run } = await start();
  const { code, printed } = await run('status');
  expect(code).toBe(0);
  expect(printed.join().split('\n')).toEqual([
    'epoch 5, the metadata store is reachable',
    'worker  state        zone  pid  streams  generating  copies  bytes  pending  replication',
    'w1      active       a       7        3           1      12   4096        0  always, copy',
    'w2      unreachable  b      18  -        -           -       -      -        -',
    'w3 was lost 3 min ago, and is not back',
    'router  state        pid  streams  catalog    admin at',
    'r1      active         5        2  reachable  http://10.0.0.9:9090',
    'r2      unreachable    6  -        -          http://10.0.0.8:9090',
  ]);
});

test('workers shows what each is', async () => {
  const { run } = await startAdmin(() => ({
    body: {
      workers: [
        { ...w1, ...told },
        { ...w2, ...told, storage: undefined, scrub: undefined },
      ],
    },
  }));
  const { code, printed } = await run('workers');
  expect(code).toBe(0);
  expect(
    printed
      .join()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['worker', 'state', 'zone', 'capacity', 'warmth', 'disk', 'url', 'generator', 'scrub'],
    [
      'w1',
      'active',
      'a',
      '1',
      '50 %',
      'ok',
      'http://10.0.0.1:80',
      'ffmpeg@1#0123456789ab',
      '1970-01-01T00:00:01.000Z, 2 found, 0 left',
    ],
    ['w2', 'unreachable', 'b', '1', '50 %', '-', 'http://10.0.0.1:80', 'ffmpeg@1#0123456789ab', '-'],
  ]);
});

test('streams shows who plays what, and whom it could not ask', async () => {
  const { run } = await start();
  const { code, printed } = await run('streams');
  expect(code).toBe(0);
  expect(
    printed
      .join()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['9 open, the first 1'],
    ['router r2 does not answer: what is open there is not listed'],
    ['video', 'part', 'worker', 'bytes', 'open for s', 'moves', 'silence ms', 'router', 'request'],
    ['abc', 'video.mp4', 'w1', '500', '2', '1', '40', 'r1', 'r-12345678'],
  ]);
});

test('ring shows the part of each worker, by pool', async () => {
  const { run } = await start();
  const { code, printed } = await run('ring');
  expect(code).toBe(0);
  expect(printed.join().split('\n')).toEqual([
    'epoch 5, 65536 slots, new videos go to pool 4',
    'pool  worker  zone  state   capacity  master   replica',
    '   3  old     a     active         1  100.0 %  0.0 %',
    '   4  w1      b     active         1  100.0 %  10.0 %',
  ]);
});

test('locate explains where a video is', async () => {
  const { run } = await start();
  const { code, printed } = await run('locate', 'abc');
  expect(code).toBe(0);
  expect(printed.join().split('\n')).toEqual([
    'video       abc',
    'content ID  42',
    'slot        9 of 65536',
    'pool        1',
    'master      w1, by the ring of epoch 5',
    'replica     w2',
    'w1          has 4096 bytes, all of it; players: 3',
  ]);
});

test('--json gives answers as they are', async () => {
  const { run } = await start();
  expect(JSON.parse((await run('locate', 'abc', '--json')).printed.join())).toEqual(placement);
  expect(JSON.parse((await run('status', '--json')).printed.join())).toMatchObject({ workers: [w1, w2] });
});

test('a forged ID is not found', async () => {
  const { run } = await start();
  expect(await run('locate', 'a/../b')).toMatchObject({ code: 1, warned: ['There is nothing here.'] });
});

test.each([
  [['status', 'w1'], /it takes no w1/],
  [['locate'], /name one ID/],
  [['locate', 'a', 'b'], /name one ID/],
  [['status', '--all'], /--all/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await start();
  const { code, warned } = await run(...args);
  expect(code).toBe(2);
  expect(warned.join()).toMatch(why);
  expect(asked).toEqual([]);
});
