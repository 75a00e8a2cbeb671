import { Agent, get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cpuSeconds } from '../bench/cpu.js';
import { play } from './player.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { createVideo, smallVideo } from './videos.js';

// Ranges that are tiny, many or overlapping: none of them costs more than a plain request for the same resource, nor gives more bytes.

const requests = 600;
/** Over the cost of a plain request. CPU is counted in hundredths of a second, and the machine does other things. */
const bound = 1.3;

let cluster: TestCluster;
let segment: string;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
beforeAll(async () => {
  const unlimited = { UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: '1000000' };
  cluster = await startCluster({ workers: 2, routerEnv: () => unlimited });
  const video = await createVideo(cluster, smallVideo('range floods'));
  await play(video.mp4);
  await untilReplicated(cluster, video.id);
  segment = new URL('1.m4s', video.hls).href;
});
afterAll(async () => {
  agent.destroy();
  await cluster.dispose();
});

function ask(range: string | undefined): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    get(segment, { agent, headers: range === undefined ? {} : { range } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, bytes }));
    }).once('error', reject);
  });
}

/** The less of two: other processes only add to it. */
async function flood(rangeOf: (index: number) => string | undefined) {
  const [one, other] = [await floodOnce(rangeOf), await floodOnce(rangeOf)];
  return one.cpu < other.cpu ? one : other;
}

/** The CPU seconds of routers and workers for so many requests, and the most bytes that one of them was answered with. */
async function floodOnce(rangeOf: (index: number) => string | undefined) {
  const processes = [...cluster.routers, ...cluster.workers];
  const before = await cpuSeconds(processes);
  const answers = await Promise.all(Array.from({ length: requests }, (_, index) => ask(rangeOf(index))));
  const statuses = new Set(answers.map(({ status }) => status));
  return {
    cpu: (await cpuSeconds(processes)) - before,
    bytes: Math.max(...answers.map(({ bytes }) => bytes)),
    statuses,
  };
}

const ranges = (count: number, of: (index: number) => string) =>
  `bytes=${Array.from({ length: count }, (_, index) => of(index)).join(',')}`;

const floods: [string, number, (index: number) => string][] = [
  ['one byte each', 206, (index) => `bytes=${index}-${index}`],
  ['the last byte', 206, () => 'bytes=-1'],
  ['a thousand ranges at once', 200, () => ranges(1_000, (index) => `${2 * index}-${2 * index}`)],
  ['overlapping ranges', 200, () => ranges(1_000, () => '0-')],
  ['behind the end', 416, () => 'bytes=99999999-'],
];

test('floods of ranges cost no more than as many plain requests', async () => {
  await flood(() => undefined);
  const plain = await flood(() => undefined);
  expect(plain.statuses).toEqual(new Set([200]));
  const lines = [`plain: ${plain.cpu.toFixed(2)} s`];
  const ratios: number[] = [];
  for (const [name, status, rangeOf] of floods) {
    const flooded = await flood(rangeOf);
    expect(flooded.statuses, name).toEqual(new Set([status]));
    expect(flooded.bytes, name).toBeLessThanOrEqual(plain.bytes);
    ratios.push(flooded.cpu / plain.cpu);
    lines.push(`${name}: ${flooded.cpu.toFixed(2)} s`);
  }
  console.info(`CPU of routers and workers for ${requests} requests: ${lines.join('; ')}`);
  expect(Math.max(...ratios)).toBeLessThanOrEqual(bound);
});
