import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './attacker-main.js';

/** `npm run bench` compiles the tests: a process of its own runs what is compiled. */
const program = fileURLToPath(new URL('../../dist/bench/abuse/attacker-main.js', import.meta.url));

/** Beyond its time, on a machine that is busy with it. */
const patienceS = 60;

/**
 * Runs an attack in a process of its own, at a low priority (nice(1)): attackers bring their own processors, and on one machine they
 * are to take little from those whom they attack. At the lowest one a busy machine leaves them so little that there is no attack.
 */
export async function attackWith(order: Order): Promise<Report> {
  const child = spawn('nice', ['-n', '10', process.execPath, program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  let report: Report | undefined;
  child.once('message', (message) => {
    report = message as Report;
  });
  child.send(order);
  const deadline = setTimeout(() => child.kill('SIGKILL'), (order.seconds + patienceS) * 1_000);
  await exited;
  clearTimeout(deadline);
  if (report === undefined) throw new Error(`${order.attack}: the attackers ended without a word`);
  return report;
}
