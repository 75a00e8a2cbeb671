import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(300_000);
/** Far below the deadline until which a worker that goes on would be looked for, here 30 s. */
const atOnceMs = 4_000;
const gone = { do: 'refuse', status: 410, code: 'gone' } as const;
let router: TestRouter;
afterEach(() => router.close());

/** How much of the video a player gets, and whether it can take that for all. */
function receive(): Promise<{ bytes: number; whole: boolean }> {
  return new Promise((resolve, reject) => {
    get(router.part('video.mp4'), { agent: false }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.once('end', () => resolve({ bytes, whole: answer.complete }));
      answer.once('error', () => resolve({ bytes, whole: false }));
    }).once('error', reject);
  });
}

test('a video that one worker knows to be deleted is gone; nobody else is asked', async () => {
  router = await TestRouter.start(body, { UNDERSTUDY_FAILOVER_DEADLINE_MS: '30000' });
  const [master, replica] = router.workers;
  if (master === undefined || replica === undefined) throw new Error('no workers');
  master.behaviours = [gone];
  const answer = await fetch(router.part('video.mp4'));
  expect(answer.status).toBe(410);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toEqual({ title: 'The video was deleted.', status: 410, code: 'gone' });
  expect(replica.asked).toEqual([]);
});

/** How the router's responses ended. */
const counted = () => router.context.registry.getSingleMetricAsString('understudy_router_responses_total');

for (const growing of [false, true]) {
  test(`${growing ? 'growing' : 'complete'}: a response whose video is deleted in it is cut at once`, async () => {
    router = await TestRouter.start(body, { UNDERSTUDY_FAILOVER_DEADLINE_MS: '30000' });
    const [master, replica, third] = router.workers;
    if (master === undefined || replica === undefined || third === undefined) throw new Error('no workers');
    for (const worker of router.workers) worker.growing = growing;
    master.behaviours = [{ do: 'break', bytes: 50_000, how: 'reset' }];
    replica.behaviours = [gone];
    const startedAtMs = performance.now();
    expect(await receive()).toEqual({ bytes: 50_000, whole: false });
    expect(third.asked).toEqual([]);
    expect(performance.now() - startedAtMs).toBeLessThan(atOnceMs);
    // As it was meant: `cut` wakes somebody.
    await expect.poll(counted).toContain('{result="ended"} 1');
    expect(await counted()).not.toContain('"cut"');
  });
}

test('a response that every worker has under another ETag by now is cut at once', async () => {
  router = await TestRouter.start(body, { UNDERSTUDY_FAILOVER_DEADLINE_MS: '30000' });
  const superseded = { do: 'refuse', status: 412, code: 'precondition_failed' } as const;
  for (const worker of router.workers) worker.behaviours = [superseded, superseded];
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.behaviours = [{ do: 'break', bytes: 50_000, how: 'reset' }, superseded];
  const startedAtMs = performance.now();
  expect(await receive()).toEqual({ bytes: 50_000, whole: false });
  expect(performance.now() - startedAtMs).toBeLessThan(atOnceMs);
  await expect.poll(counted).toContain('{result="cut"} 1');
});
