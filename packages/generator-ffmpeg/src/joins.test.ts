import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aacFrameSamples, type Description, planSegments, samplesPerFrame } from '@understudy/description';
import type { SegmentGenerator } from '@understudy/generator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';
import { makeExampleLibrary } from './library/example-library.js';
import { clipsByPath } from './testing/clips-by-path.js';
import { example, exampleNames } from './testing/example.js';
import { runTool } from './testing/run-tool.js';
import { decodedSound, frameDifferences, singleRunSound } from './testing/sound.js';

const never = new AbortController().signal;
let libraryDir: string;

beforeAll(async () => {
  libraryDir = await mkdtemp(join(tmpdir(), 'understudy-library-'));
  await makeExampleLibrary(libraryDir);
});
afterAll(() => rm(libraryDir, { recursive: true }));

/** An example in a quarter of its pixels: joins are in time, and pictures are what takes the processor. */
async function smallExample(name: (typeof exampleNames)[number]): Promise<Description> {
  const description = await example(name);
  const half = (pixels: number) => 2 * Math.floor(pixels / 4);
  return { ...description, width: half(description.width), height: half(description.height) };
}

interface Made {
  readonly init: Buffer;
  readonly media: Buffer;
}

async function make(generator: SegmentGenerator, description: Description, index: number): Promise<Made> {
  const bytes = { init: [] as Uint8Array[], media: [] as Uint8Array[] };
  for await (const piece of generator.segment(description, index, never))
    bytes[piece.piece].push(piece.bytes);
  return { init: Buffer.concat(bytes.init), media: Buffer.concat(bytes.media) };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** With `SHORT` set those that differ most: five kinds of source in one, and 60 frames a second. */
const joined = process.env['SHORT'] === undefined ? exampleNames : (['description', 'fractals'] as const);

describe.each(joined)('example %s', { timeout: 60_000 }, (name) => {
  let description: Description;
  let made: Made[];
  let file: Buffer;

  beforeAll(async () => {
    description = await smallExample(name);
    const generator = await createFfmpegGenerator({ libraryDir });
    made = [];
    for (const { index } of planSegments(description).segments) {
      made.push(await make(generator, description, index));
    }
    file = Buffer.concat([(made[0] as Made).init, ...made.map((each) => each.media)]);
  }, 60_000);

  test('a segment made alone, by another generator and in another order, has the same bytes', async () => {
    const other = await createFfmpegGenerator({ libraryDir });
    for (const index of made.map((_, at) => at).reverse()) {
      const alone = await make(other, description, index);
      expect(digest(alone.media), `segment ${index}`).toBe(digest((made[index] as Made).media));
      expect(digest(alone.init), `init of ${index}`).toBe(digest((made[0] as Made).init));
    }
  });

  test('the whole file decodes without a word', async () => {
    const decoding = await runTool('ffmpeg', ['-v', 'error', '-i', 'pipe:0', '-f', 'null', '-'], file);
    expect(decoding).toMatchObject({ code: 0, stderr: '' });
  });

  test('its beginning says how long the whole is', async () => {
    const { init, media } = made[0] as Made;
    const beginning = Buffer.concat([init, media]);
    const show = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', 'pipe:0'];
    const { fps, totalFrames } = planSegments(description);
    const { stdout } = await runTool('ffprobe', show, beginning);
    expect(Number(stdout)).toBeCloseTo(totalFrames / fps, 2);
  });

  test('timestamps of pictures and sound are continuous from 0 to the end', async () => {
    const { fps, totalFrames } = planSegments(description);
    const show = ['-v', 'error', '-show_entries', 'packet=stream_index,pts,dts,duration', '-of', 'csv=p=0'];
    const { stdout } = await runTool('ffprobe', [...show, 'pipe:0'], file);
    const next = [0, 0];
    const packets = [0, 0];
    for (const line of stdout.toString().trim().split('\n')) {
      const [stream, pts, dts, duration] = line.split(',').map(Number) as [number, number, number, number];
      expect([pts, dts]).toEqual([next[stream], next[stream]]);
      next[stream] = pts + duration;
      packets[stream] = (packets[stream] as number) + 1;
    }
    expect(packets).toEqual([totalFrames, Math.ceil((totalFrames * samplesPerFrame(fps)) / aacFrameSamples)]);
  });

  test('sound at the joins is as near to a single run as inside the segments', async () => {
    const findClip = await clipsByPath(libraryDir, description);
    const differences = frameDifferences(
      await decodedSound(file),
      await singleRunSound(description, findClip),
    );
    const joins = planSegments(description)
      .segments.slice(1)
      .map((each) => (each.firstFrame * samplesPerFrame(description.fps)) / aacFrameSamples);
    // A packet reaches into the frame before and behind it.
    const atJoin = (frame: number) => joins.some((joinFrame) => Math.abs(frame - joinFrame + 0.5) < 2);
    const inside = Math.max(...differences.filter((_, frame) => !atJoin(frame)));
    const joined = Math.max(...differences.filter((_, frame) => atJoin(frame)));
    expect(joined).toBeLessThanOrEqual(inside);
  });
});
