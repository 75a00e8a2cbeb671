import { expect, onTestFinished, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

test('players of other origins can read that the router is overloaded, and when to come again', async () => {
  const router = await TestRouter.start(Buffer.alloc(1), { UNDERSTUDY_SHED_DELAY_MS: '20' }, 1);
  onTestFinished(() => router.close());
  const blocking = setInterval(() => {
    for (const until = performance.now() + 50; performance.now() < until; );
  }, 1);
  onTestFinished(() => clearInterval(blocking));
  const answer = expect.poll(() => router.app.inject('/v/none/video.mp4'));
  await answer.toMatchObject({
    statusCode: 503,
    headers: {
      'retry-after': '2',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': expect.stringContaining('retry-after'),
    },
  });
});
