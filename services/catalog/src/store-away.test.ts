import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { description, startCatalog } from './testing/start-catalog.js';

test('with the metadata store killed, creating answers 503 with Retry-After and the watch page still plays', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const { app, post, get } = await startCatalog({ UNDERSTUDY_METADATA_URL: redis.url });
  const { id } = (await post('/v1/videos', description)).json();
  await redis.kill();

  for (const answer of [
    await post('/v1/videos', { ...description, title: 'Another' }),
    await post('/v1/compose', { viewer: 'ada', request: {} }),
    await get(`/v1/videos/${id}`),
  ]) {
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.json()).toEqual({
      title: 'Nothing can be created, changed or looked up right now.',
      status: 503,
      code: 'metadata_unavailable',
    });
  }

  const page = await get(`/watch/${id}`);
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain(`<source src="/v/${id}/video.mp4"`);
  expect((await get('/watch/forged')).statusCode).toBe(404);
  expect((await app.inject({ url: '/readyz' })).statusCode).toBe(200);

  await redis.restart();
  await expect
    .poll(async () => (await post('/v1/videos', description)).json().id, { timeout: 10_000 })
    .toBe(id);
});
