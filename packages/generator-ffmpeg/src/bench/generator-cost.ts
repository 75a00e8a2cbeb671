import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Description,
  type PlannedSegment,
  parseDescription,
  planSegments,
} from '@understudy/description';
import { runProgram } from '@understudy/generator';
import { fontPath } from '../font.js';
import { segmentArguments } from '../graph/segment-arguments.js';
import type { GraphContext } from '../graph/video-graph.js';
import { makeExampleLibrary } from '../library/example-library.js';
import { childrenCpuS } from '../testing/children-cpu.js';
import { clipLimits, clipsByPath } from '../testing/clips-by-path.js';

// What it costs to make a video in segments, each by a run of its own, against one run of ffmpeg with the same settings.
// CPU seconds of the children, so that other work on the machine matters little. Linux only.
//   node dist/bench/generator-cost.js [files of descriptions] (the quick start's example unless given)

const segmentLengths = [64, 96, 128];
const never = new AbortController().signal;

const libraryDir = await mkdtemp(join(tmpdir(), 'understudy-bench-'));
await makeExampleLibrary(libraryDir);
const files = process.argv.slice(2);
const quickStart = new URL('../../../../examples/description.json', import.meta.url).pathname;
for (const file of files.length > 0 ? files : [quickStart]) {
  await measure(file, parseDescription(JSON.parse(await readFile(file, 'utf8'))));
}
await rm(libraryDir, { recursive: true });

async function measure(file: string, description: Description): Promise<void> {
  const findClip = await clipsByPath(libraryDir, description);
  const context = { fontPath, findClip, clipLimits };
  const { totalFrames, durationS } = planSegments(description);
  console.log(`${file}: ${durationS} s of ${description.width}x${description.height}`);
  const plain = await run(description, whole(totalFrames), context);
  console.log(
    `  one run: ${plain.cpuS.toFixed(2)} s CPU, first fragment after ${plain.firstMs.toFixed(0)} ms`,
  );
  for (const length of segmentLengths) {
    const runs = [];
    for (const segment of cut(totalFrames, length)) runs.push(await run(description, segment, context));
    const cpuS = runs.reduce((sum, each) => sum + each.cpuS, 0);
    const longest = Math.max(...runs.map((each) => each.totalMs));
    console.log(
      `  segments of ${length}: ${cpuS.toFixed(2)} s CPU (${(cpuS / plain.cpuS).toFixed(2)}), ` +
        `first fragment after ${runs[0]?.firstMs.toFixed(0)} ms, longest segment ${longest.toFixed(0)} ms`,
    );
  }
}

function whole(totalFrames: number): PlannedSegment {
  return { index: 0, firstFrame: 0, frameCount: totalFrames, startS: 0, durationS: 0 };
}

function cut(totalFrames: number, length: number): PlannedSegment[] {
  const segments: PlannedSegment[] = [];
  for (let firstFrame = 0; firstFrame < totalFrames; ) {
    const left = totalFrames - firstFrame;
    const wanted = firstFrame === 0 ? 32 : length;
    const frameCount = left - wanted < length / 3 ? left : wanted;
    segments.push({ ...whole(frameCount), index: segments.length, firstFrame });
    firstFrame += frameCount;
  }
  return segments;
}

async function run(description: Description, segment: PlannedSegment, context: GraphContext) {
  const args = segmentArguments(description, segment, context);
  const cpuBefore = childrenCpuS();
  const start = performance.now();
  let firstMs = 0;
  let bytes = 0;
  for await (const chunk of runProgram({ program: 'ffmpeg', arguments: args, stallMs: 60_000 }, never)) {
    bytes += chunk.byteLength;
    // The initialization segment has 1.3 kB and comes with the first fragment.
    if (bytes > 2000) firstMs ||= performance.now() - start;
  }
  return { cpuS: childrenCpuS() - cpuBefore, firstMs, totalMs: performance.now() - start };
}
