import type { HistogramsAnswer } from '@understudy/service-kit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const seconds = [0.01, 0.1, 1];
const told = (
  process: string,
  counts: number[],
  name = 'understudy_router_first_byte_seconds',
): HistogramsAnswer => ({
  processes: [{ process, histograms: { [name]: { bounds: seconds, counts } } }],
});

test('percentiles of all routers and all their processes together, step by step', async () => {
  const { get, route, context } = await startConsole();
  let quick = [0, 0, 0, 0];
  let slow = [0, 0, 0, 0];
  await route('r1', (router) => router.get('/histograms', () => told('p1', quick)));
  await route('r2', (router) => router.get('/histograms', () => told('p2', slow)));
  await context.timings.sample();
  quick = [98, 0, 0, 0];
  slow = [0, 0, 2, 0];
  await context.timings.sample();
  const answer = await get('/admin/timings');
  expect(answer.statusCode).toBe(200);
  const { firstByte, silence, asked, missing, stepMs, keptMs } = answer.json();
  expect({ asked, missing, stepMs, keptMs }).toEqual({
    asked: 2,
    missing: [],
    stepMs: 5_000,
    keptMs: 600_000,
  });
  expect(firstByte.all).toEqual({ count: 100, p50Ms: 5.1, p95Ms: 9.69, p99Ms: 550 });
  expect(firstByte.lastMinute).toEqual(firstByte.all);
  expect(firstByte.steps.map(({ count }: { count: number }) => count)).toEqual([0, 100]);
  expect(silence.all).toEqual({ count: 0, p50Ms: null, p95Ms: null, p99Ms: null });
});

test('how fast workers make segments, and who did not tell', async () => {
  const { get, join, route, context } = await startConsole();
  let counts = [0, 0, 0, 0];
  await join('w1', (worker) =>
    worker.get('/histograms', () => told('w', counts, 'understudy_generation_speed_ratio')),
  );
  await join('w2');
  await route('r1');
  await context.timings.sample();
  counts = [0, 0, 10, 0];
  await context.timings.sample();
  const { generationSpeed, missing } = (await get('/admin/timings')).json();
  expect(generationSpeed.all).toEqual({ count: 10, p50: 0.55, p5: 0.15 });
  expect(missing.toSorted()).toEqual(['router r1', 'worker w2']);
});

test('figures do not stay when nobody tells any more', async () => {
  const { get, route, context } = await startConsole();
  let counts = [0, 0, 0, 0];
  let broken = false;
  await route('r1', (router) =>
    router.get('/histograms', (_request, reply) =>
      broken ? reply.code(500).send({}) : reply.send(told('p1', counts)),
    ),
  );
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await context.timings.sample();
  counts = [7, 0, 0, 0];
  await context.timings.sample();
  const answered = async () => (await get('/admin/timings')).json();
  broken = true;
  await context.timings.sample();
  const silent = await answered();
  expect(silent).toMatchObject({ missing: ['router r1'], firstByte: { lastMinute: { count: 7 } } });
  expect(silent.firstByte.steps.map(({ count }: { count: number }) => count)).toEqual([0, 7, 0]);
  // By then nobody is known any more, and none is missing.
  vi.setSystemTime(Date.now() + 61_000);
  await context.timings.sample();
  expect(await answered()).toMatchObject({
    ...{ asked: 0, missing: [] },
    firstByte: { all: { count: 7 }, lastMinute: { count: 0 } },
  });
  vi.setSystemTime(Date.now() + 600_000);
  await context.timings.sample();
  expect((await answered()).firstByte.all.count).toBe(0);
});

test('before it has asked anybody it says so', async () => {
  const { get } = await startConsole();
  expect((await get('/admin/timings')).json()).toMatchObject({ asked: null, firstByte: { steps: [] } });
});
