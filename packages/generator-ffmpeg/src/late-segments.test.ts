import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDescription } from '@understudy/description';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';
import { childrenCpuS } from './testing/children-cpu.js';
import { runTool } from './testing/run-tool.js';

const clipS = 400;
const never = new AbortController().signal;
let libraryDir: string;

beforeAll(async () => {
  libraryDir = await mkdtemp(join(tmpdir(), 'understudy-library-'));
  const path = (name: string) => join(libraryDir, name);
  const drawn = ['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=25:d=${clipS}`];
  const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '120'];
  await run([...drawn, ...encoded, path('long.mp4')]);
  for (const name of ['long.mkv', 'long.ts']) await run(['-i', path('long.mp4'), '-c', 'copy', path(name)]);
}, 60_000);
afterAll(() => rm(libraryDir, { recursive: true }));

async function run(toolArguments: readonly string[]): Promise<void> {
  expect(await runTool('ffmpeg', ['-v', 'error', ...toolArguments])).toMatchObject({ code: 0 });
}

async function lateSegment(name: string): Promise<{ media: Buffer; cpuS: number }> {
  const source = { type: 'clip', name, start: clipS - 20 };
  const description = parseDescription({
    title: 'Late',
    width: 320,
    height: 180,
    fps: 25,
    scenes: [{ duration: 10, source }],
  });
  const generator = await createFfmpegGenerator({ libraryDir });
  // What is looked up once per clip and worker is not the segment's cost.
  for await (const _ of generator.segment(description, 0, never));
  const startS = childrenCpuS();
  const media: Uint8Array[] = [];
  for await (const { piece, bytes } of generator.segment(description, 1, never)) {
    if (piece === 'media') media.push(bytes);
  }
  return { media: Buffer.concat(media), cpuS: childrenCpuS() - startS };
}

describe('a segment minutes into a clip', { timeout: 60_000 }, () => {
  test.each(['long.mkv', 'long.ts'])(
    'of %s has the pictures of its time and costs no more than in an mp4',
    async (name) => {
      const indexed = await lateSegment('long.mp4');
      const other = await lateSegment(name);
      expect(other.media.equals(indexed.media)).toBe(true);
      expect(other.cpuS).toBeLessThan(1.5 * indexed.cpuS + 0.2);
    },
  );
});
