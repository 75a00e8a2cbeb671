import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyServicesMs, npmStart } from '../cluster/npm-start.js';
import { childrenCpuSeconds } from './cpu.js';
import { median, report } from './report.js';

/** What somebody waits who has installed already: from `npm start` until the cluster of the quick start takes requests. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const boundMs = 3_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-start-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

test('a second start', async () => {
  const starts: number[] = [];
  const empty: number[] = [];
  // The first makes keys, metadata store and clips.
  for (let run = 0; run <= runs; run += 1) {
    const { startedInMs, interrupt } = await npmStart(dataDir);
    expect(await interrupt()).toBe(0);
    if (run > 0) starts.push(startedInMs);
    empty.push(await emptyServicesMs());
  }
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  report('A second start', [
    ['starts', String(runs)],
    ['until it takes requests, median', ms(median(starts)), `< ${ms(boundMs)}`],
    ['until it takes requests, shortest', ms(Math.min(...starts))],
    ['six empty services at once, median', ms(median(empty))],
    ['of that time', `${(median(starts) / median(empty)).toFixed(2)} ×`],
  ]);
  expect(median(starts)).toBeLessThan(boundMs);
});

/** Of its processor time as 700 modules (docs/decisions/0044). */
const mostOfModules = 0.65;
const services = ['router', 'worker', 'catalog', 'console'];

test('services begin in less processor time as bundles than as modules', async () => {
  const rows: [string, string, string?][] = [['starts', String(runs)]];
  for (const service of services) {
    const modules: number[] = [];
    const bundled: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      modules.push(await loadedCpuMs(`services/${service}/dist/main.js`));
      bundled.push(await loadedCpuMs(`services/${service}/dist/program/main.js`));
    }
    const ratio = median(bundled) / median(modules);
    rows.push(
      [`${service}: modules, bundled`, `${median(modules).toFixed(0)} ms, ${median(bundled).toFixed(0)} ms`],
      ['of that time', `${ratio.toFixed(2)} ×`, `≤ ${mostOfModules} ×`],
    );
    expect.soft(ratio).toBeLessThanOrEqual(mostOfModules);
  }
  report('The start of a service', rows);
});

/** CPU until a service that is told nothing has loaded all that it begins with, and says what it misses. */
async function loadedCpuMs(program: string): Promise<number> {
  const before = await childrenCpuSeconds();
  const { status, stderr } = spawnSync(process.execPath, [join(root, program)], {
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^UNDERSTUDY_\w+ is not set/),
  });
  return ((await childrenCpuSeconds()) - before) * 1_000;
}
