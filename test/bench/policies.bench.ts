import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { seededRandom } from '../cluster/random.js';
import { clusterOf, setReplication, startCluster, type TestCluster } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { createVideo, placementOf, type Video } from '../cluster/videos.js';
import { cpuSeconds } from './cpu.js';
import { median, percentile, reportTable } from './report.js';

/** What each replication policy costs while a video is made for one player, and how long a kill is heard. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const page = new URL('../../docs/replication.md', import.meta.url);
const policies = [
  { policy: 'always', by: 'copy', copies: 2 },
  { policy: 'always', by: 'generate', copies: 2 },
  { policy: 'hot', by: 'copy', copies: 1 },
  { policy: 'deploy', by: 'copy', copies: 1 },
  { policy: 'never', by: 'copy', copies: 1 },
] as const;

interface Costs {
  readonly cpu: number[];
  readonly sent: number[];
  readonly stored: number[];
  readonly silences: number[];
}

let cluster: TestCluster;
let description: Record<string, unknown>;
let undisturbed: Buffer;

beforeAll(async () => {
  cluster = await startCluster({ workers: 3, env: { UNDERSTUDY_REBALANCE_SETTLE_MS: '3600000' } });
  description = JSON.parse(
    await readFile(new URL('../../examples/description.json', import.meta.url), 'utf8'),
  );
  undisturbed = (await play((await createVideo(cluster, { ...description, title: 'undisturbed' })).mp4)).body;
}, 120_000);
afterAll(() => cluster.dispose());

test('what each policy costs and saves', async () => {
  const random = seededRandom(3);
  const costs = policies.map((): Costs => ({ cpu: [], sent: [], stored: [], silences: [] }));
  // In turn, so that what else the machine does falls on all of them.
  for (let run = 0; run < runs; run += 1) {
    for (const [index, { policy, by, copies }] of policies.entries()) {
      await setReplication(cluster, policy, by);
      const cost = costs[index] as Costs;
      const title = `${policy} ${by} ${run}`;
      await measureMaking(await createVideo(cluster, { ...description, title }), copies, cost);
      const killed = await createVideo(cluster, { ...description, title: `${title}, killed` });
      cost.silences.push(await silenceOfKill(killed, 0.1 + 0.8 * random()));
    }
  }
  const megabytes = (values: readonly number[]) => `${(median(values) / 1e6).toFixed(1)} MB`;
  const ms = (values: readonly number[], percent: number) => `${percentile(values, percent).toFixed(0)} ms`;
  reportTable(page, 'What each policy costs', [
    ['policy', 'CPU', 'between workers', 'on disk', 'silence after a kill, p50', 'longest'],
    ...policies.map(({ policy, by }, index) => {
      const { cpu, sent, stored, silences } = costs[index] as Costs;
      const name = by === 'generate' ? `\`${policy}\`, by \`generate\`` : `\`${policy}\``;
      return [
        name,
        `${median(cpu).toFixed(2)} s`,
        megabytes(sent),
        megabytes(stored),
        ms(silences, 50),
        ms(silences, 100),
      ];
    }),
  ]);
}, 3_600_000);

async function measureMaking(video: Video, copies: number, { cpu, sent, stored }: Costs): Promise<void> {
  const services = [...cluster.workers, ...cluster.routers];
  await until('nothing of the run before is being made', async () =>
    (await clusterOf(cluster)).workers.every(({ generating }) => generating === 0),
  );
  const cpuBefore = await cpuSeconds(services);
  const sentBefore = await copiedBytes();
  expect(await play(video.mp4)).toMatchObject({ status: 200, whole: true });
  let bytes = 0;
  await until(`${copies} complete copies, and nothing to do`, async () => {
    const { holders } = await placementOf(cluster, video.id);
    bytes = holders.reduce((sum, holder) => sum + holder.bytes, 0);
    const { workers } = await clusterOf(cluster);
    const areIdle = workers.every(({ generating }) => generating === 0);
    return areIdle && holders.filter(({ complete }) => complete).length === copies;
  });
  cpu.push((await cpuSeconds(services)) - cpuBefore);
  sent.push((await copiedBytes()) - sentBefore);
  stored.push(bytes);
}

/** What all workers got from others. */
async function copiedBytes(): Promise<number> {
  const texts = await Promise.all(
    cluster.workers.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
  );
  const values = texts.flatMap((text) => [...text.matchAll(/^understudy_copied_bytes_total\{.*\} (\S+)$/gm)]);
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** The longest silence after the master was killed with a part of the video made and sent, in ms. */
async function silenceOfKill(video: Video, part: number): Promise<number> {
  const { master } = await placementOf(cluster, video.id);
  const at = Math.floor(part * undisturbed.length);
  let gone: Promise<void> | undefined;
  let lastMs = 0;
  let longest = 0;
  const played = await play(video.mp4, {
    onBytes: (received) => {
      const nowMs = performance.now();
      if (gone !== undefined) longest = Math.max(longest, nowMs - lastMs);
      lastMs = nowMs;
      if (received >= at) gone ??= cluster.crash(master);
    },
  });
  expect(played).toMatchObject({ status: 200, whole: true });
  await gone;
  await cluster.startWorker(master);
  return longest;
}
