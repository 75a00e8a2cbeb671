import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const local = { UNDERSTUDY_KILL_WORKERS: 'own-machine' };

/** A process that can be killed, and that does nothing by itself. */
async function victim(): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child as ChildProcess & { readonly pid: number };
}

test('the process that says that it is the worker is killed, with SIGKILL', async () => {
  const { join, post, context } = await startConsole(local);
  const told = vi.spyOn(context.events, 'killed');
  const child = await victim();
  const exited = once(child, 'exit');
  await join(
    'w1',
    (worker) => worker.get('/status', () => ({ id: 'w1', pid: child.pid })),
    undefined,
    child.pid,
  );
  const answer = await post('/admin/workers/w1/kill');
  expect([answer.statusCode, answer.json()]).toEqual([200, { id: 'w1', pid: child.pid }]);
  expect(await exited).toEqual([null, 'SIGKILL']);
  expect(told).toHaveBeenCalledExactlyOnceWith('w1', child.pid);
});

test.each([
  ['another worker', { id: 'w2' }],
  ['another process', { pid: 1 }],
])('%s answers where it was: nobody is killed', async (_, said) => {
  const { join, post } = await startConsole(local);
  const child = await victim();
  const { pid } = child;
  await join('w1', (worker) => worker.get('/status', () => ({ id: 'w1', pid, ...said })), undefined, pid);
  const answer = await post('/admin/workers/w1/kill');
  expect([answer.statusCode, answer.json().code]).toEqual([502, 'peer_protocol']);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

test('a worker that does not answer is not killed: its number may be that of another process', async () => {
  const { join, post } = await startConsole(local);
  const child = await victim();
  await join('w1', undefined, undefined, child.pid);
  expect((await post('/admin/workers/w1/kill')).json().code).toBe('peer_unreachable');
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

test('elsewhere nobody may, whether there is such a worker or not', async () => {
  const { join, get, post } = await startConsole();
  const child = await victim();
  await join(
    'w1',
    (worker) => worker.get('/status', () => ({ id: 'w1', pid: child.pid })),
    undefined,
    child.pid,
  );
  for (const id of ['w1', 'w9']) {
    const answer = await post(`/admin/workers/${id}/kill`);
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'kill_not_allowed']);
  }
  expect((await get('/admin/cluster')).json().mayKillWorkers).toBe(false);
  expect(child.exitCode ?? child.signalCode).toBeNull();
});

test('only workers of its own machine, and only those there are', async () => {
  const { announce, get, post } = await startConsole(local);
  await announce('w1', 'http://192.0.2.7:8080');
  const refused = await post('/admin/workers/w1/kill');
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'kill_not_allowed']);
  expect((await post('/admin/workers/w9/kill')).statusCode).toBe(404);
  expect((await get('/admin/cluster')).json().mayKillWorkers).toBe(true);
});
