import { parseDescription, planSegments, planStoryboard, type Tile } from '@understudy/description';
import { expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';
import { runTool } from './testing/run-tool.js';

const never = new AbortController().signal;

/** Pictures that change from tile to tile, and are drawn from their beginning, at any place, with a text and a fade. */
const description = parseDescription({
  title: 'storyboard',
  width: 160,
  height: 90,
  fps: 30,
  scenes: [
    { duration: 4, source: { type: 'testcard', card: 'testsrc2' }, text: { value: 'First', sizePx: 20 } },
    { duration: 4, source: { type: 'life', seed: 4, cellPx: 16 }, fade: { in: 2 } },
    { duration: 27, source: { type: 'gradients', seed: 2 } },
  ],
});
const { tile, columns, sheets } = planStoryboard(description);

/** The pixels of a picture, as a browser shows them, that filters make of the first frame they let through. */
async function pixels(file: Uint8Array, filters: string): Promise<Buffer> {
  const args = ['-v', 'error', '-i', 'pipe:0', '-vf', `${filters},format=rgb24`];
  return (await runTool('ffmpeg', [...args, '-frames:v', '1', '-f', 'rawvideo', 'pipe:1'], file)).stdout;
}

test('a sheet shows frames of the video, the same bytes every time', async () => {
  const generator = await createFfmpegGenerator({ libraryDir: '/nonexistent' });
  expect(sheets.map(({ length }) => length)).toEqual([16, 2]);
  const [sheet, again, last] = await Promise.all(
    [0, 0, 1].map((index) => generator.storyboardSheet(description, index, never)),
  );
  expect(Buffer.compare(sheet as Uint8Array, again as Uint8Array)).toBe(0);
  expect((await pixels(last as Uint8Array, 'null')).length).toBe(columns * tile.width * tile.height * 3);
  for (const each of [sheets[0]?.[1], sheets[0]?.[3]] as Tile[]) {
    const { index, firstFrame } = planSegments(description).segments.findLast(
      (segment) => segment.firstFrame <= each.frame,
    ) ?? { index: 0, firstFrame: 0 };
    const video: Uint8Array[] = [];
    for await (const { bytes } of generator.segment(description, index, never)) video.push(bytes);
    const size = `${tile.width}:${tile.height}`;
    const [shown, wanted] = await Promise.all([
      pixels(sheet as Uint8Array, `crop=${size}:${each.x}:${each.y}`),
      pixels(Buffer.concat(video), `select='eq(n,${each.frame - firstFrame})',scale=${size}:flags=bicubic`),
    ]);
    expect(shown).toHaveLength(tile.width * tile.height * 3);
    const difference = wanted.reduce((sum, value, at) => sum + Math.abs(value - (shown[at] as number)), 0);
    // Of 255: what two encoders make of one picture. Another tile is further away than 15.
    expect(difference / wanted.length, `tile at ${each.startS} s`).toBeLessThan(8);
  }
  await expect(generator.storyboardSheet(description, 2, never)).rejects.toThrow('there is no sheet 2');
}, 60_000);
