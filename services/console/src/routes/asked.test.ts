import { expect, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('who asks for a change is in the log before it is done; who only looks is not', async () => {
  const { context, get, put, store } = await startConsole();
  const logged = vi.spyOn(context.logger, 'info');
  const told = () =>
    logged.mock.calls.findIndex(([line]) => (line as { event?: string }).event === 'operator.asked');
  const set = vi.spyOn(store, 'setReplication');
  await get('/admin/replication');
  expect(told()).toBe(-1);
  expect((await put('/admin/replication', { policy: 'never' })).statusCode).toBe(200);
  expect(logged.mock.calls[told()]?.[0]).toMatchObject({
    by: expect.any(String),
    method: 'PUT',
    route: '/admin/replication',
  });
  expect(logged.mock.invocationCallOrder[told()]).toBeLessThan(set.mock.invocationCallOrder[0] as number);
});
