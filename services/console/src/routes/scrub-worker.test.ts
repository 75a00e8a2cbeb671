import { expect, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const pass = { beganAtMs: 1, pieces: 0, bytes: 0, findings: 0, failed: 0 };

test('a worker is told to read all that it has, and what it answers is shown', async () => {
  const { context, join, post } = await startConsole();
  const told = vi.spyOn(context.events, 'scrubbed');
  await join('w1', (worker) => worker.post('/scrub', (_request, reply) => reply.code(202).send({ pass })));
  const answer = await post('/admin/workers/w1/scrub');
  expect([answer.statusCode, answer.json()]).toEqual([200, { id: 'w1', scrub: { pass } }]);
  expect(told).toHaveBeenCalledExactlyOnceWith('w1');
});

test('one that does not answer, and one that is none, are named', async () => {
  const { join, post } = await startConsole();
  await join('w1');
  const silent = await post('/admin/workers/w1/scrub');
  expect([silent.statusCode, silent.json().detail]).toEqual([502, 'w1 does not answer.']);
  const none = await post('/admin/workers/w9/scrub');
  expect([none.statusCode, none.json().detail]).toEqual([404, 'There is no worker w9; there are w1.']);
});
