import { type ChildProcess, execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Expected } from '@understudy/artifact';
import type { RepairJob, RepairResult } from '@understudy/artifact/bench';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bases, makeSource } from './repair-pairs.js';
import { report } from './report.js';

/**
 * What a repair costs, beside rsync over the same pairs of files: bytes on the wire both ways, and CPU of both sides. Ours are two
 * processes that run already, as workers do; it also reads the base for its digest first, and ends with the file on disk.
 */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const boundWire = 1;
const boundCpu = 2;

let directory: string;
let source: Buffer;
let expected: Expected;
let receiver: ChildProcess;
const at = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-repair-'));
  source = makeSource();
  expected = { length: source.length, sha256: createHash('sha256').update(source).digest('hex') };
  await writeFile(at('source'), source);
  // Compiled: Node 20 runs no TypeScript.
  const peers = new URL('../../packages/artifact/dist/bench/repair-peers.js', import.meta.url);
  receiver = fork(peers, ['receiver', at('source')], { execArgv: [] });
});
afterAll(async () => {
  receiver.disconnect();
  await once(receiver, 'exit');
  await rm(directory, { recursive: true });
});

test.each(bases)('%s', async (name, makeBase) => {
  const base = makeBase(source);
  const measured = { ours: [] as Cost[], rsync: [] as Cost[] };
  // In turn, so that what else the machine does falls on both; the first run only warms up.
  for (let run = 0; run <= runs; run += 1) {
    const rsync = await runRsync(base);
    const ours = await runOurs(base, name === 'identical');
    if (run === 0) continue;
    measured.rsync.push(rsync);
    measured.ours.push(ours);
  }
  const wire = (costs: readonly Cost[]) => Math.max(...costs.map((cost) => cost.wireBytes));
  // The least, of both: what else the machine does only adds to it.
  const cpu = (costs: readonly Cost[]) => Math.min(...costs.map((cost) => cost.cpuMs));
  const wireRatio = wire(measured.ours) / wire(measured.rsync);
  const cpuRatio = cpu(measured.ours) / cpu(measured.rsync);
  report(`Repair of 100 MB beside rsync: ${name}, ${runs} runs`, [
    ['bytes on the wire, rsync', wire(measured.rsync).toLocaleString('en')],
    ['bytes on the wire, ours', wire(measured.ours).toLocaleString('en')],
    ['ratio', wireRatio.toFixed(3), `≤ ${boundWire}`],
    ['CPU, rsync, least', `${cpu(measured.rsync).toFixed(0)} ms`],
    ['CPU, ours, least', `${cpu(measured.ours).toFixed(0)} ms`],
    ['ratio', cpuRatio.toFixed(2), `≤ ${boundCpu}`],
  ]);
  expect(wireRatio).toBeLessThanOrEqual(boundWire);
  expect(cpuRatio).toBeLessThanOrEqual(boundCpu);
});

interface Cost {
  readonly wireBytes: number;
  readonly cpuMs: number;
}

async function runOurs(base: Buffer, isSuspect: boolean): Promise<Cost> {
  await writeFile(at('ours'), base);
  const answer = once(receiver, 'message', { signal: AbortSignal.timeout(60_000) });
  receiver.send({ path: at('ours'), expected, isSuspect } satisfies RepairJob);
  const [result] = (await answer) as [RepairResult];
  expect(source.equals(await readFile(at('ours')))).toBe(true);
  return result;
}

/** rsync's own delta between two processes over a pipe. `time` of bash counts all of its processes, to a millisecond. */
async function runRsync(base: Buffer): Promise<Cost> {
  await writeFile(at('rsync'), base);
  const command = `TIMEFORMAT='cpu %3U %3S'; time rsync --no-whole-file --ignore-times --stats "$@"`;
  const { stdout, stderr } = await promisify(execFile)('bash', [
    '-c',
    command,
    'bash',
    at('source'),
    at('rsync'),
  ]);
  expect(source.equals(await readFile(at('rsync')))).toBe(true);
  const [, user, system] = /^cpu ([\d.]+) ([\d.]+)$/m.exec(stderr) ?? [];
  const total = (direction: string) =>
    Number(new RegExp(`^Total bytes ${direction}: ([\\d,]+)$`, 'm').exec(stdout)?.[1]?.replaceAll(',', ''));
  return {
    wireBytes: total('sent') + total('received'),
    cpuMs: (Number(user) + Number(system)) * 1_000,
  };
}
