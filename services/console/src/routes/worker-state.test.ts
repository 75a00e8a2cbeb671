import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('the last active worker of a generator is drained only by force', async () => {
  const { join, post, untilState } = await startConsole();
  await join('w1', undefined, 1);
  await join('w2', undefined, 1);
  await join('w3', undefined, 2);
  expect((await post('/admin/workers/w1/drain')).json()).toEqual({ id: 'w1', state: 'draining' });
  await untilState('w1', 'draining');
  const refused = await post('/admin/workers/w2/drain');
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({ code: 'last_worker', detail: expect.stringContaining('force=1') });
  expect((await post('/admin/workers/w2/drain?force=0')).statusCode).toBe(409);
  const unclear = await post('/admin/workers/w2/drain?force=yes');
  expect(unclear.statusCode).toBe(400);
  expect(unclear.json()).toMatchObject({ errors: [{ path: '/force', message: 'must be 1 or 0' }] });
  expect((await post('/admin/workers/w2/drain?force=1')).statusCode).toBe(200);
  await untilState('w2', 'draining');
});

test('a preview is what the worker says, under the IDs that players know', async () => {
  const { get, ids, join, post, store } = await startConsole();
  const to = [{ worker: 'w2', streams: 1, copies: 1, bytes: 70 }];
  const video = { to: 'w2', streams: 1, bytes: 70 };
  await join('w1', (worker) =>
    worker.get('/drain', () => ({ to, stuck: 0, videos: [{ contentId: '42', ...video }], unnamed: 0 })),
  );
  const preview = await get('/admin/workers/w1/drain');
  expect(preview.json()).toEqual({
    ...{ to, stuck: 0, videos: [{ id: ids.encode(42n), ...video }], unnamed: 0 },
    // Nobody else is there: to drain it is refused.
    last: true,
  });
  // Nor does a question drain it that is sent as an order.
  expect((await post('/admin/workers/w1/drain?preview=1')).json()).toEqual(preview.json());
  expect((await store.readMembership()).members).toMatchObject([{ id: 'w1', state: 'active' }]);
});

test('who is no member cannot be drained, activated or looked at', async () => {
  const { get, join, post } = await startConsole();
  await join('w1');
  for (const answer of [
    await get('/admin/workers/w9/drain'),
    await post('/admin/workers/w9/drain'),
    await post('/admin/workers/w9/activate'),
  ])
    expect(answer.statusCode).toBe(404);
});
