import { expect, test } from 'vitest';
import { secret, startReceiver } from '../testing/receiver.js';
import { description, startCatalog } from '../testing/start-catalog.js';

/** A catalog whose one key has a hook; quick, so that nothing is waited for. */
function startWithHook(url: string, env: NodeJS.ProcessEnv = {}) {
  return startCatalog({
    UNDERSTUDY_WEBHOOKS: JSON.stringify([{ url, secret }]),
    UNDERSTUDY_WEBHOOK_FIRST_PAUSE_MS: '20',
    UNDERSTUDY_WEBHOOK_POLL_MS: '10',
    ...env,
  });
}

test('a description is told once, signed, with the ID and URLs of its answer', async () => {
  const { url, received } = await startReceiver();
  const { post } = await startWithHook(url);
  const { id, urls } = (await post('/v1/videos', description)).json();
  expect((await post('/v1/videos', description)).statusCode).toBe(200);
  await expect.poll(() => received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    id: expect.stringMatching(/^msg_[\w-]{27}$/),
    type: 'video.described',
    data: { id, urls, state: 'described' },
  });
  expect(Date.now() - Date.parse(String(received[0]?.timestamp))).toBeLessThan(10_000);
});
