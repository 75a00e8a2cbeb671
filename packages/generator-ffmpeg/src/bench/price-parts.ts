import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Description, planSegments } from '@understudy/description';
import { runProgram } from '@understudy/generator';
import { fontPath } from '../font.js';
import { segmentArguments } from '../graph/segment-arguments.js';
import { makeExampleLibrary } from '../library/example-library.js';
import { segmentCosts } from '../price/ffmpeg-costs.js';
import { childrenCpuS } from '../testing/children-cpu.js';
import { clipLimits, clipsByPath } from '../testing/clips-by-path.js';
import { randomDescription } from '../testing/random-description.js';

// What the parts of segments cost, to fit the numbers of `price/` to: a line of JSON for each of so many random scenes, plain ones and
// such with a text, a fade and sound. CPU seconds of the children. Linux only.
//   node dist/bench/price-parts.js [how many] [first seed]

const [count = 100, first = 1] = process.argv.slice(2).map(Number);
const never = new AbortController().signal;
const libraryDir = await mkdtemp(join(tmpdir(), 'understudy-bench-'));
await makeExampleLibrary(libraryDir);
for (let seed = first; seed < first + count; seed += 1) {
  const random = randomDescription(seed);
  const [scene] = random.scenes;
  if (scene === undefined) continue;
  const { text, audio, fade, ...plain } = scene;
  const kept = seed % 3 === 0 ? scene : plain;
  await measure(seed, { ...random, scenes: [kept] });
}
await rm(libraryDir, { recursive: true });

async function measure(seed: number, description: Description): Promise<void> {
  const { segments } = planSegments(description);
  const planned = segments[seed % segments.length];
  if (planned === undefined) return;
  const findClip = await clipsByPath(libraryDir, description);
  const args = segmentArguments(description, planned, { fontPath, findClip, clipLimits });
  const before = childrenCpuS();
  for await (const _ of runProgram({ program: 'ffmpeg', arguments: args, stallMs: 60_000 }, never));
  const cpuS = childrenCpuS() - before;
  const { width, height, fps, scenes } = description;
  const { firstFrame, frameCount } = planned;
  const costs = segmentCosts(description, planned);
  console.log(
    JSON.stringify({ seed, width, height, fps, firstFrame, frameCount, cpuS, costs, scene: scenes[0] }),
  );
}
