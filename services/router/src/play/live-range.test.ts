import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(100_000);
const range = { range: 'bytes=100-999999999999' };
let router: TestRouter;
afterEach(() => router.close());

test('RFC 8673 section 2.2: a range of what grows goes on where its worker was lost', async () => {
  router = await TestRouter.start(body);
  for (const worker of router.workers) worker.growing = true;
  const [master, replica] = router.workers;
  if (master !== undefined) master.behaviours = [{ do: 'break', bytes: 40_000, how: 'end' }];
  const answer = await fetch(router.part('video.mp4'), { headers: range });
  expect([answer.status, answer.headers.get('content-range')]).toEqual([206, 'bytes 100-999999999999/*']);
  expect(answer.headers.has('content-length')).toBe(false);
  expect(Buffer.from(await answer.arrayBuffer()).equals(body.subarray(100))).toBe(true);
  expect(replica?.asked).toHaveLength(1);
});

test('a range that nothing comes for is 503 at the deadline, not 416: clients take that for the end', async () => {
  router = await TestRouter.start(body, { UNDERSTUDY_FAILOVER_DEADLINE_MS: '400' });
  for (const worker of router.workers) worker.behaviours = [{ do: 'hang' }, { do: 'hang' }];
  const answer = await fetch(router.part('video.mp4'), { headers: range });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toMatchObject({ code: 'no_worker_available' });
});
