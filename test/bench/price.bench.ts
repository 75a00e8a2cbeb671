import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlannedSegment, planSegments } from '@understudy/description';
import { type Costs, priceOf } from '@understudy/generator';
import { createFfmpegGenerator, makeExampleLibrary } from '@understudy/generator-ffmpeg';
import { randomDescription } from '@understudy/generator-ffmpeg/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childrenCpuSeconds } from './cpu.js';
import { median, percentile, report } from './report.js';

/**
 * Prices against what was really used: of each random description one segment is made by the real ffmpeg, and its CPU seconds are compared with the
 * estimate of the moment before: as a worker has it, which has measured its machine and learns by each run.
 */
const descriptions = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 200);
const boundFactor = 2;
const boundShare = 0.95;
/** Others than those that the model was fitted to. */
const firstSeed = 100_000;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-bench-'));
  await makeExampleLibrary(directory);
}, 60_000);
afterAll(() => rm(directory, { recursive: true }));

interface Measured {
  readonly part: string;
  /** Estimated of measured. */
  readonly ratio: number;
  readonly cpuS: number;
}

test(`the price of ${descriptions} random descriptions`, async () => {
  const { signal } = new AbortController();
  const generator = await createFfmpegGenerator({ libraryDir: directory });
  const { pricing } = generator;
  await pricing.calibrate?.(signal);
  const { machine } = pricing.learning.calibration;
  const all: Measured[] = [];
  for (let seed = firstSeed; seed < firstSeed + descriptions; seed += 1) {
    const description = randomDescription(seed);
    const { segments } = planSegments(description);
    const index = seed % segments.length;
    const costs = pricing.segmentCosts(description, segments[index] as PlannedSegment);
    const price = priceOf(costs, pricing.learning.calibration);
    // Facts of clips are found out once for each clip.
    const cpuBefore = await childrenCpuSeconds();
    for await (const _ of generator.segment(description, index, signal));
    const cpuS = (await childrenCpuSeconds()) - cpuBefore;
    all.push({ part: dearest(costs), ratio: price / cpuS, cpuS });
  }
  const within = all.filter(({ ratio }) => ratio <= boundFactor && ratio >= 1 / boundFactor);
  const share = within.length / all.length;
  const error = (list: readonly Measured[]) => list.map(({ ratio }) => Math.max(ratio, 1 / ratio));
  const parts = [...new Set(all.map(({ part }) => part))].sort();
  report('Prices', [
    ['random descriptions, a segment of each', String(all.length)],
    ['the machine, of the reference machine', `${machine.toFixed(2)} ×`],
    [
      'CPU of a segment, median and longest',
      `${median(all.map(({ cpuS }) => cpuS)).toFixed(2)} s, ${Math.max(...all.map(({ cpuS }) => cpuS)).toFixed(2)} s`,
    ],
    ['estimate within 2 × of it', `${(share * 100).toFixed(1)} %`, `≥ ${boundShare * 100} %`],
    [
      'off by, median and 95 of 100',
      `${median(error(all)).toFixed(2)} ×, ${percentile(error(all), 95).toFixed(2)} ×`,
    ],
    ...parts.map((part): [string, string] => {
      const mine = all.filter((each) => each.part === part);
      const ratios = mine.map(({ ratio }) => ratio);
      return [
        `mostly ${part}: ${mine.length}, estimate of measured`,
        `${median(ratios).toFixed(2)} × (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
      ];
    }),
  ]);
  expect(share).toBeGreaterThanOrEqual(boundShare);
}, 3_600_000);

function dearest(costs: Costs): string {
  return Object.entries(costs).sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
