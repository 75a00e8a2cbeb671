import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('every worker is asked in turn, and what became of its copy is told', async () => {
  const { ids, join, post } = await startConsole();
  const asked: string[] = [];
  const answering = (evicted: boolean) => (worker: FastifyInstance) =>
    worker.post('/artifacts/:contentId/evict', (request) => {
      asked.push(request.url);
      return { evicted, bytes: evicted ? 500 : 0 };
    });
  await join('w1', answering(true));
  await join('w2', answering(false));
  await join('w3');
  const answer = await post(`/admin/videos/${ids.encode(7n)}/evict`);
  expect(answer.json()).toEqual({
    workers: [
      { worker: 'w1', result: 'evicted', bytes: 500 },
      { worker: 'w2', result: 'kept', bytes: 0 },
      { worker: 'w3', result: 'unreachable', bytes: 0 },
    ],
  });
  expect(asked).toEqual(['/artifacts/7/evict', '/artifacts/7/evict']);
  const one = await post(`/admin/videos/${ids.encode(7n)}/evict?worker=w2`);
  expect(one.json().workers).toEqual([{ worker: 'w2', result: 'kept', bytes: 0 }]);
});

test('a forged ID and an unknown worker are not found, and nobody is asked', async () => {
  const { ids, join, post } = await startConsole();
  await join('w1');
  expect((await post('/admin/videos/forged/evict')).statusCode).toBe(404);
  const unknown = await post(`/admin/videos/${ids.encode(7n)}/evict?worker=w9`);
  expect(unknown.json()).toMatchObject({ status: 404, detail: 'There is no worker w9; there are w1.' });
});
