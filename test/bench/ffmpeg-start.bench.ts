import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDescription } from '@understudy/description';
import { createFfmpegGenerator, makeExampleLibrary } from '@understudy/generator-ffmpeg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childrenCpuSeconds } from './cpu.js';
import { median, report } from './report.js';

/**
 * What the start of ffmpeg costs a segment: that of Debian beside one that `infra/ffmpeg/build.sh` has built, whose directory
 * `LEAN_FFMPEG` names. Of the first segment of each example.
 */
const lean = process.env['LEAN_FFMPEG'];
const runs = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 20);
/** A lean one's first fragment, of Debian's: it is for nothing else. */
const boundFirst = 0.9;
const examples = ['description', 'fractals', 'automata', 'clips'];
if (lean === undefined)
  process.stderr.write('SKIPPED: LEAN_FFMPEG names no directory of infra/ffmpeg/build.sh\n');

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-ffmpeg-start-'));
  await makeExampleLibrary(directory);
});
afterAll(() => rm(directory, { recursive: true }));

interface Measured {
  readonly firstMs: number;
  readonly cpuS: number;
  readonly digest: string;
}

test.skipIf(lean === undefined)(
  'the first segment of each example, by both',
  { timeout: 600_000 },
  async () => {
    const programs = { debian: 'ffmpeg', lean: join(lean as string, 'bin/ffmpeg') };
    const generators = await Promise.all(
      Object.values(programs).map((ffmpegPath) =>
        createFfmpegGenerator({ libraryDir: directory, ffmpegPath }),
      ),
    );
    const rows: [string, string, string?][] = [];
    const ratios: number[] = [];
    for (const example of examples) {
      const text = await readFile(new URL(`../../examples/${example}.json`, import.meta.url), 'utf8');
      const description = parseDescription(JSON.parse(text));
      const measured: Measured[][] = generators.map(() => []);
      // In turn, so that what else the machine does falls on both; the first only warms up.
      for (let run = 0; run <= runs; run += 1)
        for (const [index, { segment }] of generators.entries()) {
          const one = await measure(segment(description, 0, new AbortController().signal));
          if (run > 0) measured[index]?.push(one);
        }
      const digests = new Set(measured.flat().map(({ digest }) => digest));
      expect(digests.size).toBe(1);
      const [debianMs, leanMs] = measured.map((list) => median(list.map(({ firstMs }) => firstMs))) as [
        number,
        number,
      ];
      const [debianS, leanS] = measured.map((list) => median(list.map(({ cpuS }) => cpuS))) as [
        number,
        number,
      ];
      const both = (debian: number, lean: number) => `${debian.toFixed(0)} ms, ${lean.toFixed(0)} ms`;
      const ratio = leanMs / debianMs;
      ratios.push(ratio);
      rows.push([`${example}.json, until its first fragment`, both(debianMs, leanMs)]);
      rows.push(['of that time', `${ratio.toFixed(2)} ×`, `≤ ${boundFirst} ×`]);
      rows.push([`${example}.json, CPU of the segment`, both(debianS * 1_000, leanS * 1_000)]);
    }
    report("A first segment, by Debian's ffmpeg and by a lean one", rows);
    for (const ratio of ratios) expect(ratio).toBeLessThanOrEqual(boundFirst);
  },
);

async function measure(pieces: AsyncIterable<{ piece: string; bytes: Uint8Array }>): Promise<Measured> {
  const hash = createHash('sha256');
  const startedAtMs = performance.now();
  const cpuBefore = await childrenCpuSeconds();
  let firstMs: number | undefined;
  for await (const { piece, bytes } of pieces) {
    // The initialization segment says nothing to a viewer.
    if (piece !== 'init') firstMs ??= performance.now() - startedAtMs;
    hash.update(bytes);
  }
  const cpuS = (await childrenCpuSeconds()) - cpuBefore;
  return { firstMs: firstMs ?? Number.NaN, cpuS, digest: hash.digest('hex') };
}
