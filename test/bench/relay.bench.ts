import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cost, costOf, download, requests } from './relay/load.js';
import { pinMeasured, pinOther } from './relay/pin.js';
import { type HttpProcess, startHaproxy, startNginxProxy, startOrigin } from './relay/proxies.js';
import { startRouter } from './relay/router.js';
import { median, report } from './report.js';

/**
 * What relaying costs, side by side with nginx and HAProxy over the same origin: in turn, several rounds, medians, each proxy alone on its
 * processor. Of two processors the other one, with all that loads them, may be the limit of throughput: see what a gigabyte costs each.
 */
const rounds = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 5);
const largeBytes = 200 * 2 ** 20;
const segmentBytes = 256 * 1024;
const contentId = 1n;

let directory: string;
let proxies: { readonly proxy: HttpProcess; readonly url: (part: string) => string }[];
const running: HttpProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-relay-'));
  const root = join(directory, 'root');
  await mkdir(join(root, 'artifacts', String(contentId)), { recursive: true });
  const file = (part: string) => join(root, 'artifacts', String(contentId), part);
  await writeFile(file('video.mp4'), randomBytes(largeBytes));
  await writeFile(file('0.m4s'), randomBytes(segmentBytes));
  const started = <T extends HttpProcess>(process: T): T => {
    running.push(process);
    return process;
  };
  const origin = started(await startOrigin(directory, root));
  const nginx = started(await startNginxProxy(directory, origin.port));
  const haproxy = started(await startHaproxy(directory, origin.port));
  const router = started(await startRouter(directory, { origin: origin.port }));
  // The clients are started by this process.
  for (const load of [process, origin]) pinOther(load);
  for (const proxy of [nginx, haproxy, router]) pinMeasured(proxy);
  const plain = (proxy: HttpProcess) => ({
    proxy,
    url: (part: string) => `http://127.0.0.1:${proxy.port}/artifacts/${contentId}/${part}`,
  });
  proxies = [
    plain(nginx),
    plain(haproxy),
    { proxy: router, url: (part) => `http://127.0.0.1:${router.port}${router.path(contentId, part)}` },
  ];
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((process) => process.stop()));
  await rm(directory, { recursive: true });
});

/** The medians of `measure` for nginx, HAProxy and the router, taken in turn after one round that does not count. */
async function inTurn(
  measure: (proxy: HttpProcess, url: (part: string) => string) => Promise<number[]>,
): Promise<[number[], number[], number[]]> {
  const taken = proxies.map(() => [] as number[][]);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { proxy, url }] of proxies.entries()) {
      const values = await measure(proxy, url);
      if (round > 0) taken[index]?.push(values);
    }
  }
  return taken.map((values) =>
    (values[0] ?? []).map((_, column) => median(values.map((row) => row[column] as number))),
  ) as [number[], number[], number[]];
}

const ratio = (value: number) => `${value.toFixed(2)} ×`;

test('200 MB bodies, 4 clients', async () => {
  const gigabytes = (4 * largeBytes) / 1e9;
  const [nginx, haproxy, router] = await inTurn(async (proxy, url) => {
    const cost: Cost = await costOf(proxy, () => download(url('video.mp4'), 4, 1, largeBytes));
    return [cost.cpuSeconds / gigabytes, gigabytes / cost.seconds];
  });
  const [nginxCpu, nginxRate] = nginx as [number, number];
  const [haproxyCpu, haproxyRate] = haproxy as [number, number];
  const [cpu, rate] = router as [number, number];
  const row = (name: string, cpuPerGb: number, gbPerS: number): [string, string] => [
    name,
    `${cpuPerGb.toFixed(2)} CPU-s/GB, ${gbPerS.toFixed(2)} GB/s`,
  ];
  report('200 MB bodies, 4 clients', [
    row('nginx, tuned', nginxCpu, nginxRate),
    row('HAProxy', haproxyCpu, haproxyRate),
    row('router', cpu, rate),
    ['CPU per GB, against nginx', ratio(cpu / nginxCpu), '1.0 ×'],
    ['CPU per GB, against HAProxy', ratio(cpu / haproxyCpu), '0.5 ×'],
    ['throughput, against nginx', ratio(rate / nginxRate), 'at least 0.9 ×'],
    ['throughput, against HAProxy', ratio(rate / haproxyRate), 'at least 1.2 ×'],
  ]);
  expect(cpu / nginxCpu).toBeLessThanOrEqual(1);
  expect(cpu / haproxyCpu).toBeLessThanOrEqual(0.5);
  expect(rate / nginxRate).toBeGreaterThanOrEqual(0.9);
  expect(rate / haproxyRate).toBeGreaterThanOrEqual(1.2);
});

test('256 kB segments, 64 connections kept alive', async () => {
  const [nginx, haproxy, router] = await inTurn(async (proxy, url) => {
    let completed = 0;
    const { cpuSeconds } = await costOf(proxy, async () => {
      completed = await requests(url('0.m4s'), 64, 3);
    });
    return [completed / cpuSeconds];
  });
  const [nginxRate, haproxyRate, rate] = [nginx[0], haproxy[0], router[0]] as [number, number, number];
  const row = (name: string, perCpuS: number): [string, string] => [
    name,
    `${perCpuS.toFixed(0)} requests per CPU-s, ${(1e6 / perCpuS).toFixed(0)} µs each`,
  ];
  report('256 kB segments, 64 connections', [
    row('nginx, tuned', nginxRate),
    row('HAProxy', haproxyRate),
    row('router', rate),
    ['requests per CPU-second, against HAProxy', ratio(rate / haproxyRate), 'at least 1.0 ×'],
    ['requests per CPU-second, against nginx', ratio(rate / nginxRate), 'at least 0.7 ×'],
  ]);
  expect(rate / haproxyRate).toBeGreaterThanOrEqual(1);
  expect(rate / nginxRate).toBeGreaterThanOrEqual(0.7);
});
