import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

// A real Prometheus looks at a real cluster while somebody plays and a worker dies.

const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;
if (!hasPrometheus) process.stderr.write('SKIPPED: prometheus (Debian: prometheus) is not installed\n');

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}
const dashboard = JSON.parse(
  await readFile(new URL('../../infra/grafana/dashboards/understudy.json', import.meta.url), 'utf8'),
) as Dashboard;

let cluster: TestCluster;
let directory: string;
let prometheus: ChildProcess | undefined;
let url: string;

beforeAll(async () => {
  if (!hasPrometheus) return;
  cluster = await startCluster({ workers: 3 });
  directory = await mkdtemp(join(tmpdir(), 'understudy-prometheus-'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const hostOf = (address: string | undefined) => new URL(address ?? '').host;
  const jobs = {
    router: cluster.routers.map(({ adminUrl }) => hostOf(adminUrl)),
    worker: cluster.workers.map((worker) => hostOf(worker.url)),
    catalog: [hostOf(cluster.catalog.url)],
    console: [hostOf(cluster.console.url)],
  };
  const file = join(directory, 'prometheus.yml');
  // JSON is YAML.
  await writeFile(
    file,
    JSON.stringify({
      global: { scrape_interval: '500ms' },
      scrape_configs: Object.entries(jobs).map(([job_name, targets]) => ({
        job_name,
        static_configs: [{ targets }],
      })),
    }),
  );
  prometheus = spawn(
    'prometheus',
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  await until('prometheus is ready', async () => {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    return answer?.ok === true;
  });
  await until(
    'it has looked at all of them',
    async () => (await firstValueOf('count(up == 1)')) === 6,
    30_000,
  );
}, 60_000);
afterAll(async () => {
  if (prometheus !== undefined) {
    const gone = once(prometheus, 'exit');
    prometheus.kill('SIGKILL');
    await gone;
    await rm(directory, { recursive: true });
    await cluster.dispose();
  }
});

test.skipIf(!hasPrometheus)(
  'every query of the dashboard has data while somebody plays and a worker dies',
  async () => {
    const video = await createVideo(cluster, smallVideo('on the dashboard', 30));
    const { master } = await placementOf(cluster, video.id);
    let killed: Promise<void> | undefined;
    const played = await play(video.mp4, {
      maxBytesPerSecond: 200_000,
      onBytes(received) {
        if (received > 100_000) killed ??= cluster.crash(master);
      },
    });
    expect(played).toMatchObject({ status: 200, whole: true });
    expect(killed).toBeDefined();
    await killed;

    const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ title, expr: expr.replaceAll('$__rate_interval', '1m') })),
    );
    expect(queries.length).toBeGreaterThan(25);
    let empty: string[] = [];
    await until('every query has data', async () => {
      const results = await Promise.all(queries.map(({ expr }) => countOfValues(expr)));
      empty = queries.flatMap(({ title, expr }, index) =>
        results[index] === 0 ? [`${title}: ${expr}`] : [],
      );
      return empty.length === 0;
    }).catch(() => undefined);
    expect(empty).toEqual([]);
    // And what happened can be seen.
    expect(await firstValueOf('sum(understudy_router_failovers_total)')).toBeGreaterThanOrEqual(1);
    expect(await firstValueOf('count(up{job="worker"} == 0)')).toBe(1);
    expect(await firstValueOf('min(understudy_metadata_reachable)')).toBe(1);
    expect(await firstValueOf('sum(understudy_generated_bytes_total)')).toBeGreaterThan(100_000);
  },
);

interface QueryAnswer {
  readonly status: string;
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

async function ask(expr: string): Promise<QueryAnswer> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`);
  const result = (await answer.json()) as QueryAnswer;
  if (result.status !== 'success') throw new Error(`${expr}: ${JSON.stringify(result)}`);
  return result;
}

/** How many series have a value that is a number. */
async function countOfValues(expr: string): Promise<number> {
  return (await ask(expr)).data.result.filter(({ value }) => value[1] !== 'NaN').length;
}

async function firstValueOf(expr: string): Promise<number> {
  return Number((await ask(expr)).data.result[0]?.value[1]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
