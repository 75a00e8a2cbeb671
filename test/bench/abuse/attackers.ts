import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './attacker-main.js';

/** `npm run bench` compiles the tests: a process of its own runs what is compiled. */
const program = fileURLToPath(new URL('../../dist/bench/abuse/attacker-main.js', import.meta.url));

/** To start, and beyond its time on a machine that is busy with it. */
const patienceS = 60;

/** A process that has started, and waits for its order. */
export interface Attackers {
  attack(order: Omit<Order, 'attack'>): Promise<Report>;
  /** Where no order comes. */
  dispose(): void;
}

/**
 * Starts a process of its own, at a low priority (nice(1)): attackers bring their own processors, and on one machine they
 * are to take little from those whom they attack, for their start too. At the lowest priority a busy machine leaves them so little that there is no attack.
 */
export async function startAttackers(attack: string): Promise<Attackers> {
  const child = spawn('nice', ['-n', '10', process.execPath, program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  const exited = once(child, 'exit');
  const nextMessage = async (withinS: number) => {
    const deadline = setTimeout(kill, withinS * 1_000);
    try {
      const message = await Promise.race([once(child, 'message'), exited.then(() => undefined)]);
      if (message === undefined) throw new Error(`${attack}: the attackers ended without a word`);
      return message[0] as unknown;
    } finally {
      clearTimeout(deadline);
    }
  };
  await nextMessage(patienceS);
  return {
    async attack(order) {
      child.send({ ...order, attack });
      const report = (await nextMessage(order.seconds + patienceS)) as Report;
      await exited;
      return report;
    },
    dispose: kill,
  };
}
