import { expect, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('the router is asked, and what an operator did is told', async () => {
  const { context, post, route } = await startConsole();
  const told = vi.spyOn(context.events, 'streamEnded');
  const asked: string[] = [];
  await route('r1', (router) =>
    router.post('/streams/:requestId/end', (request) => {
      asked.push(request.url);
      return { ended: 1 };
    }),
  );
  const answer = await post('/admin/streams/r1/request-1/end');
  expect([answer.statusCode, answer.json()]).toEqual([200, { ended: 1 }]);
  expect(asked).toEqual(['/streams/request-1/end']);
  expect(told).toHaveBeenCalledExactlyOnceWith('r1', 'request-1');
});

test('a response that is not open, and a router that is not there, are not found', async () => {
  const { post, route } = await startConsole();
  await route('r1', (router) => router.post('/streams/:requestId/end', () => ({ ended: 0 })));
  for (const [path, detail] of [
    ['r1/request-1', 'Router r1 has no open response of request request-1.'],
    ['r9/request-1', 'There is no router r9.'],
  ]) {
    const answer = await post(`/admin/streams/${path}/end`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'stream_not_open', detail });
  }
});

test('a router that does not answer', async () => {
  const { post, route } = await startConsole();
  await route('r1');
  const answer = await post('/admin/streams/r1/request-1/end');
  expect([answer.statusCode, answer.json().code]).toEqual([502, 'peer_unreachable']);
});
