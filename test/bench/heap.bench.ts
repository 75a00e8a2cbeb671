import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../cluster/random.js';
import { until } from '../cluster/until.js';
import { type BreakingWorkers, startBreakingWorkers } from './relay/breaking-workers.js';
import { type BenchRouter, startRouter } from './relay/router.js';
import { report } from './report.js';

/** Whether the router forgets its requests: those that the player leaves and those that a worker breaks off among them. */
const requests = 100_000;
const settled = 10_000;
const atOnce = 50;
const abortedShare = 0.1;
const brokenShare = 0.05;
const boundBytes = 10 * 2 ** 20;
const body = randomBytes(64 * 1024);

let directory: string;
let workers: BreakingWorkers;
let router: BenchRouter;
const random = seededRandom(5);
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
const probe = new URL('relay/heap-probe.mjs', import.meta.url).href;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-heap-'));
  workers = await startBreakingWorkers(['w1', 'w2'], body, () => random() < brokenShare);
  router = await startRouter(directory, workers.ports, {
    NODE_OPTIONS: `--import ${probe}`,
    HEAP_PROBE_FILE: join(directory, 'heap'),
    UNDERSTUDY_LOG_LEVEL: 'silent',
  });
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await router.stop();
  workers.close();
  await rm(directory, { recursive: true });
});

/** The router's heap in use after a collection, in bytes. */
async function heapUsed(): Promise<number> {
  const file = join(directory, 'heap');
  await rm(file, { force: true });
  process.kill(router.pid, 'SIGUSR2');
  let text = '';
  await until('the heap is told', async () => {
    text = await readFile(file, 'utf8').catch(() => '');
    return text !== '';
  });
  return Number(text);
}

let whole = 0;
let aborted = 0;

function ask(part: number): Promise<void> {
  const leaves = random() < abortedShare;
  return new Promise((resolve, reject) => {
    const url = `http://127.0.0.1:${router.port}${router.path(BigInt(part), 'video.mp4')}`;
    const outgoing = request(url, { agent }, (answer) => {
      let received = 0;
      answer.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (leaves) outgoing.destroy();
      });
      answer.once('close', () => {
        if (leaves) aborted += 1;
        else if (received === body.length) whole += 1;
        else return reject(new Error(`${received} bytes of ${body.length}`));
        resolve();
      });
      answer.once('error', () => {});
    });
    outgoing.once('error', (error) => {
      if (!leaves) reject(error);
    });
    outgoing.end();
  });
}

let asked = 0;
const askUntil = async (count: number) => {
  const player = async () => {
    while (asked < count) {
      asked += 1;
      await ask(asked % 1_000);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, player));
};

test(`${requests} requests`, async () => {
  await askUntil(settled);
  const before = await heapUsed();
  await askUntil(requests);
  const after = await heapUsed();
  const mb = (value: number) => `${(value / 2 ** 20).toFixed(1)} MB`;
  report('Heap of a router', [
    ['requests', String(requests)],
    ['of them left by the player', String(aborted)],
    ['of them broken off by a worker', String(workers.broken())],
    [`in use after ${settled}`, mb(before)],
    [`in use after ${requests}`, mb(after)],
    ['more', mb(after - before), `≤ ${mb(boundBytes)}`],
  ]);
  expect(whole + aborted).toBe(requests);
  expect(workers.broken()).toBeGreaterThan((requests * brokenShare) / 2);
  expect(after - before).toBeLessThanOrEqual(boundBytes);
});
