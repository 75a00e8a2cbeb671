import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Behaviour } from '../testing/fake-worker.js';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(100_000);
const full: Behaviour = { do: 'refuse', status: 507, code: 'storage_full' };
const gone: Behaviour = { do: 'reset' };
let router: TestRouter;
afterEach(() => router.close());

async function play(...behaviours: Behaviour[][]) {
  router = await TestRouter.start(body, {}, behaviours.length);
  for (const [index, script] of behaviours.entries()) {
    const worker = router.workers[index];
    if (worker !== undefined) worker.behaviours = [...script];
  }
  return fetch(router.part('video.mp4'));
}

test('a worker without room is no answer while another serves', async () => {
  const answer = await play([full], [full], []);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
});

test('when none has room the player is told so, and when to come back', async () => {
  const answer = await play([full], [full]);
  expect(answer.status).toBe(507);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ code: 'storage_full', status: 507 });
});

test('one that is away for a moment is waited for when the others have no room', async () => {
  const answer = await play([full, full], [gone]);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
});
