import { randomBytes } from 'node:crypto';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startCatalog } from '../testing/start-catalog.js';

const newId = () => randomBytes(16).toString('base64url');

async function catalogWithSessions(env: NodeJS.ProcessEnv = {}) {
  const catalog = await startCatalog(env);
  return {
    ...catalog,
    video: catalog.ids.encode(7n),
    put: (id: string, payload: object | string) =>
      catalog.app.inject({
        method: 'PUT',
        url: `/v1/sessions/${id}`,
        headers: { 'content-type': 'application/json' },
        payload,
      }),
  };
}

test('what was put last is what is read, from a page of any origin', async () => {
  const { put, get, app, video } = await catalogWithSessions();
  const id = newId();
  expect((await get(`/v1/sessions/${id}`)).statusCode).toBe(404);
  expect((await put(id, { video, position: 12.5 })).statusCode).toBe(204);
  expect((await put(id, { video, position: 13 })).statusCode).toBe(204);
  const answer = await get(`/v1/sessions/${id}`);
  expect([answer.statusCode, answer.json()]).toEqual([200, { video, position: 13 }]);
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  const preflight = await app.inject({ method: 'OPTIONS', url: `/v1/sessions/${id}` });
  expect([preflight.statusCode, preflight.headers['access-control-allow-methods']]).toEqual([
    204,
    'GET, PUT, OPTIONS',
  ]);
});

test.each(['short', 'a'.repeat(40), `${newId()}.x`, 'A'.repeat(65), '%2e%2e%2f'])(
  'an ID that could be guessed is refused: %s',
  async (id) => {
    const { put, get, video } = await catalogWithSessions();
    for (const answer of [await put(id, { video, position: 1 }), await get(`/v1/sessions/${id}`)]) {
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad_request']);
      expect(answer.json().detail).toContain('22 to 64');
    }
  },
);

test('wrong fields are named, with what would be right', async () => {
  const { put, video } = await catalogWithSessions();
  const wrong = [
    [{ video, position: -1 }, '/position', 'must be a number from 0 to 86400, is -1'],
    [{ video, position: '3' }, '/position', undefined],
    [
      { video: `${video.slice(0, -1)}${video.endsWith('x') ? 'y' : 'x'}`, position: 1 },
      '/video',
      'must be the ID of a video',
    ],
    [{ video, position: 1, note: 'x' }, '/note', undefined],
    [{ position: 1 }, '/video', undefined],
    [[], '', undefined],
  ] as const;
  for (const [body, path, message] of wrong) {
    const answer = await put(newId(), body);
    expect(answer.statusCode, JSON.stringify(body)).toBe(400);
    expect(answer.json().errors).toEqual([{ path, message: message ?? expect.any(String) }]);
  }
  expect((await put(newId(), '{')).statusCode).toBe(400);
  expect((await put(newId(), { video, position: 1, note: 'x'.repeat(1_024) })).statusCode).toBe(413);
});

test('no more are kept than may be, and what the store has of one opens none', async () => {
  const { put, get, context, video } = await catalogWithSessions({ UNDERSTUDY_SESSIONS: '2' });
  const [first, second, third] = [newId(), newId(), newId()];
  for (const id of [first, second, third]) {
    await put(id, { video, position: 1 });
    expect(await context.store.readSession(id)).toBeUndefined();
  }
  const statuses = await Promise.all(
    [first, second, third].map(async (id) => (await get(`/v1/sessions/${id}`)).statusCode),
  );
  expect(statuses.toSorted()).toEqual([200, 200, 404]);
});

test('while the store is away a session says when to come back', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const { put, get, video } = await catalogWithSessions({ UNDERSTUDY_METADATA_URL: redis.url });
  const id = newId();
  await put(id, { video, position: 5 });
  await redis.kill();
  for (const answer of [await put(id, { video, position: 6 }), await get(`/v1/sessions/${id}`)]) {
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'metadata_unavailable']);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'retry-after': expect.any(String),
    });
  }
});
