import { textDigest } from '@understudy/description';
import { expect, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const json = '{"title":"one"}';
const status = {
  ...{ artifactId: 'a', bytes: 70, readableBytes: 70, sealed: 'init,poster,0-1,4', sealedSegments: 3 },
  ...{ totalSegments: 6, complete: false, generating: true },
};

test('a video with its description, the segments of each worker, and whether it is archived', async () => {
  const { get, ids, join, store } = await startConsole();
  const { contentId } = await store.createDescription('d', json);
  await join('w1', (worker) => {
    worker.post('/artifacts/status', () => ({ copies: [{ contentId: String(contentId), ...status }] }));
    worker.get(`/archived/${textDigest(json)}`, () => ({ archived: true }));
  });
  await join('w2', (worker) => worker.post('/artifacts/status', () => ({ copies: [] })));
  await join('w3');
  const id = ids.encode(contentId);
  expect((await get(`/admin/videos/${id}`)).json()).toEqual({
    ...{ id, title: 'one', generator: null, state: 'generating', sealedSegments: 3, totalSegments: 6 },
    copies: [
      {
        ...{ worker: 'w1', artifactId: 'a', bytes: 70, complete: false, generating: true },
        sealed: [
          { first: 0, last: 1 },
          { first: 4, last: 4 },
        ],
      },
    ],
    ...{ silent: ['w3'], archived: 'yes', description: { title: 'one' } },
  });
});

test.each([
  ['no archive', { archived: null }],
  ['no', { archived: false }],
  ['not known', undefined],
] as const)('archived: %s', async (archived, answer) => {
  const { get, ids, join, store } = await startConsole();
  const { contentId } = await store.createDescription('d', json);
  await join('w1', (worker) => {
    if (answer !== undefined) worker.get('/archived/:digest', () => answer);
  });
  expect((await get(`/admin/videos/${ids.encode(contentId)}`)).json()).toMatchObject({ archived });
});

test('what is described by nothing is not found, and what was deleted is gone', async () => {
  const { context, get, ids, join, remove, store } = await startConsole();
  const telling = vi.spyOn(context.events, 'deleted');
  await join('w1');
  for (const id of ['forged', ids.encode(7n)]) {
    expect((await get(`/admin/videos/${id}`)).statusCode).toBe(404);
    expect((await remove(`/admin/videos/${id}`)).statusCode).toBe(404);
  }
  const { contentId } = await store.createDescription(textDigest(json), json);
  const url = `/admin/videos/${ids.encode(contentId)}`;
  expect((await remove(url)).statusCode).toBe(204);
  expect((await get(url)).statusCode).toBe(410);
  expect((await remove(url)).statusCode).toBe(204);
  // Once: it was gone already.
  expect(telling.mock.calls).toEqual([[contentId, textDigest(json)]]);
});
