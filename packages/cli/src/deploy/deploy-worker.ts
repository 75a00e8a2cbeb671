import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AdminClient, Cluster } from '@understudy/client';
import { abortWithin } from '@understudy/service-kit';
import { readClusterStatus, workerIn } from '../admin/cluster-status.js';
import { untilGone } from '../drain/until-gone.js';
import { hasAllCopies, untilSo } from './until-so.js';

export interface DeployOptions {
  /** Run by /bin/sh, with the worker's ID as `UNDERSTUDY_WORKER_ID`. */
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether what the command prints goes to standard error: standard output is for programs. */
  readonly json: boolean;
  /** For each step. */
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
  /** Told what is done next, and at the end that it is done. */
  readonly onStep: (step: string) => void;
}

/**
 * Puts one worker's next version in its place: drains it, has it started again, waits until it is back and the cluster has all its
 * copies.
 * @throws Error that says which step failed
 */
export async function deployWorker(admin: AdminClient, id: string, options: DeployOptions): Promise<void> {
  const { timeoutMs, stop, onStep } = options;
  const before = await readClusterStatus(admin);
  const { pid } = workerIn(before, id);
  // The last one of the old version is no reason to stop while others are there.
  const others = before.workers.filter((worker) => worker.id !== id && worker.state === 'active');
  onStep('drains');
  const force = others.length > 0 ? '1' : '0';
  await admin.post('/admin/workers/{id}/drain', { path: { id }, query: { force } });
  if (!(await untilGone(admin, { id, pid }, { timeoutMs, stop })))
    throw new Error(`has not ended within ${timeoutMs / 1_000} s; it goes on draining`);
  onStep('is started again');
  await run(id, options);
  const read = () => readClusterStatus(admin);
  // It had gone before. Its process may have the same number again: in containers all have.
  const isBack = ({ workers }: Cluster) =>
    workers.some((worker) => worker.id === id && worker.state === 'active');
  await untilSo(read, options, isBack, 'is not back');
  onStep('is back');
  await untilSo(read, options, hasAllCopies, 'copies are still to be made');
  onStep('done');
}

async function run(id: string, { command, env, json, timeoutMs, stop }: DeployOptions): Promise<void> {
  const { signal, over } = abortWithin(timeoutMs, stop);
  const child = spawn('/bin/sh', ['-c', command], {
    env: { ...env, UNDERSTUDY_WORKER_ID: id },
    stdio: ['ignore', json ? 2 : 'inherit', 'inherit'],
    signal,
  });
  let code: number | null;
  let killedBy: string | null;
  try {
    [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null];
  } catch (cause) {
    throw new Error(`the command did not end within ${timeoutMs / 1_000} s`, { cause });
  } finally {
    over();
  }
  if (code !== 0) throw new Error(`the command ended with ${killedBy ?? code}`);
}
