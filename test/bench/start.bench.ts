import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyServicesMs, npmStart } from '../cluster/npm-start.js';
import { median, report } from './report.js';

/** What somebody waits who has installed already: from `npm start` until the cluster of the quick start takes requests. */
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 10);
const boundMs = 3_000;

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
