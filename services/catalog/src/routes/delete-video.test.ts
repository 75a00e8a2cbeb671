import { artifactIdOf, artifactIdsOf } from '@understudy/artifact';
import { type Description, descriptionDigest, textDigest } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { expect, test, vi } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

test('a deleted video is gone: 204, then 410, and 204 again; described again it is another video', async () => {
  const { post, get, remove } = await startCatalog();
  const { id } = (await post('/v1/videos', description)).json();
  const deleted = await remove(`/v1/videos/${id}`);
  expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
  for (const path of [`/v1/videos/${id}`, `/watch/${id}`]) {
    const answer = await get(path);
    expect(answer.statusCode).toBe(410);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'gone', status: 410 });
  }
  expect((await remove(`/v1/videos/${id}`)).statusCode).toBe(204);

  const again = await post('/v1/videos', description);
  expect(again.statusCode).toBe(201);
  expect(again.json().id).not.toBe(id);
  expect((await get(`/v1/videos/${id}`)).statusCode).toBe(410);
  expect((await get(`/v1/videos/${again.json().id}`)).json()).toMatchObject({ state: 'described' });
});

test('an ID of nothing and a forged one are not found; without a key nothing is told or deleted', async () => {
  const { app, post, get, remove, ids } = await startCatalog();
  const { id } = (await post('/v1/videos', description)).json();
  for (const unknown of [ids.encode(77n), 'x', `${id}1`]) {
    expect((await remove(`/v1/videos/${unknown}`)).statusCode).toBe(404);
  }
  const refused = await app.inject({ method: 'DELETE', url: `/v1/videos/${id}` });
  expect(refused.statusCode).toBe(401);
  expect((await get(`/v1/videos/${id}`)).statusCode).toBe(200);
});

test('by whom it was deleted is told', async () => {
  const { post, remove, context } = await startCatalog();
  const told = vi.spyOn(context.events, 'deleted');
  const { id } = (await post('/v1/videos', description)).json();
  await remove(`/v1/videos/${id}`);
  const contentId = context.ids.decode(id);
  expect(told.mock.calls).toEqual([[expect.any(String), contentId, expect.any(String), 'api-1']]);
});

test('described again, it does not look made already: what was recorded of it is forgotten', async () => {
  const { post, get, remove, context } = await startCatalog({ UNDERSTUDY_MEMBERSHIP_POLL_MS: '50' });
  const fingerprint = 'f'.repeat(64);
  await context.store.announce(
    {
      id: 'w1',
      url: 'http://127.0.0.1:1',
      zone: 'a',
      capacity: 1,
      warmth: 1,
      state: 'active',
      generators: [`ffmpeg@1#${fingerprint}`],
      pid: 1,
    },
    60_000,
  );
  await vi.waitFor(() => expect(context.membership.current?.members).toHaveLength(1), 10_000);
  const { id } = (await post('/v1/videos', description)).json();
  const artifactId = artifactIdOf(descriptionDigest(description as Description), fingerprint);
  await context.store.recordSegment(artifactId, { piece: '0', length: 1, sha256: 'x' }, undefined);
  const digest = descriptionDigest(description as Description);
  for (const each of artifactIdsOf(digest, fingerprint))
    await context.store.recordHolder(each, { worker: 'w1', bytes: 1, complete: true });
  expect((await get(`/v1/videos/${id}`)).json()).toMatchObject({ state: 'complete' });
  await remove(`/v1/videos/${id}`);
  for (const each of artifactIdsOf(digest, fingerprint))
    expect(await context.store.readHolders(each)).toEqual([]);
  const again = (await post('/v1/videos', description)).json();
  expect((await get(`/v1/videos/${again.id}`)).json()).toMatchObject({ state: 'described', bytes: 0 });
});

test('without the store it says when to come back, and nothing is deleted', async () => {
  const { post, get, remove, context } = await startCatalog();
  const { id } = (await post('/v1/videos', description)).json();
  const away = new UnderstudyError('metadata_unavailable', 'away', { retryAfterSeconds: 5 });
  const deleting = vi.spyOn(context.store, 'deleteDescription').mockRejectedValue(away);
  const answer = await remove(`/v1/videos/${id}`);
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
  deleting.mockRestore();
  expect((await get(`/v1/videos/${id}`)).statusCode).toBe(200);
});

test.each([
  ['is no JSON', 'damaged', undefined],
  ['lacks what it needs', '{"title":"x"}', undefined],
  ['is under the digest of another', 'damaged', 'a'.repeat(64)],
])('a stored description that %s is told, and can be deleted', async (_what, json, digest) => {
  const { get, remove, context, ids } = await startCatalog();
  const telling = vi.spyOn(context.events, 'invalidStored');
  const stored = await context.store.createDescription(digest ?? textDigest(json), json);
  const id = ids.encode(stored.contentId);
  for (const path of [`/v1/videos/${id}`, `/watch/${id}`]) {
    const answer = await get(path);
    expect(answer.statusCode).toBe(502);
    expect(answer.json()).toMatchObject({
      code: 'generator_failed',
      detail: expect.stringMatching(/not a valid/),
    });
  }
  expect(telling).toHaveBeenCalledWith(stored.contentId, expect.any(Error));
  expect((await remove(`/v1/videos/${id}`)).statusCode).toBe(204);
  expect((await get(`/v1/videos/${id}`)).statusCode).toBe(410);
});
