import { createHash } from 'node:crypto';
import {
  type Description,
  parseDescription,
  planSegments,
  type Rendered,
  renderedAt,
} from '@understudy/description';
import type { SegmentGenerator } from '@understudy/generator';
import { beforeAll, expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';
import { runTool } from './testing/run-tool.js';

const never = new AbortController().signal;
let generator: SegmentGenerator;
beforeAll(async () => {
  generator = await createFfmpegGenerator({ libraryDir: '/nonexistent' });
});

/** The densest of the bundled sources, at its smallest cells. */
function dense(width: number, height: number, fps: number, seconds: number): Description {
  return parseDescription({
    title: 'dense',
    width,
    height,
    fps,
    scenes: [
      {
        duration: seconds,
        source: { type: 'life', seed: 5, rule: 'B1357/S1357', cellPx: 4 },
        text: { value: 'Dense' },
        audio: { type: 'noise', seed: 3, volume: 1 },
      },
    ],
  });
}

async function make(description: Rendered, index: number): Promise<{ init: Buffer; media: Buffer }> {
  const bytes = { init: [] as Uint8Array[], media: [] as Uint8Array[] };
  for await (const piece of generator.segment(description, index, never))
    bytes[piece.piece].push(piece.bytes);
  return { init: Buffer.concat(bytes.init), media: Buffer.concat(bytes.media) };
}

async function probed(file: Uint8Array) {
  const args = ['-v', 'error', '-count_packets', '-show_streams', '-of', 'json', 'pipe:0'];
  const { stdout, stderr } = await runTool('ffprobe', args, file);
  expect(stderr).toBe('');
  return (JSON.parse(stdout.toString()) as { streams: Record<string, unknown>[] }).streams;
}

/** RFC 6381's form of what the `avcC` box says: profile, constraints, level. */
function codecOf(init: Buffer): string {
  const at = init.indexOf('avcC') + 5;
  return `avc1.${init
    .subarray(at, at + 3)
    .toString('hex')
    .toUpperCase()}`;
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.each([
  [1920, 1080, 30, undefined, 1920, 1080],
  [1920, 1080, 60, 720, 1280, 720],
  [1280, 720, 30, undefined, 1280, 720],
  [1280, 720, 30, 480, 854, 480],
  [1280, 720, 24, 360, 640, 360],
  [640, 480, 25, 360, 480, 360],
  [320, 180, 30, undefined, 320, 180],
  [160, 90, 50, undefined, 160, 90],
  [64, 1080, 30, 360, 22, 360],
] as const)(
  '%d×%d at %d fps, in %s lines: %d×%d, with the codecs that were told',
  async (width, height, fps, lines, w, h) => {
    const description = dense(width, height, fps, 0.5);
    const rendered = lines === undefined ? description : renderedAt(description, lines);
    const { init, media } = await make(rendered, 0);
    const [video, audio] = await probed(Buffer.concat([init, media]));
    expect(video).toMatchObject({
      width: w,
      height: h,
      profile: 'High',
      nb_read_packets: String(Math.round(0.5 * fps)),
    });
    expect(video?.['sample_aspect_ratio'] ?? '1:1').toBe('1:1');
    expect(audio).toMatchObject({ codec_name: 'aac', profile: 'LC' });
    expect(generator.streamFacts(rendered).codecs).toBe(`${codecOf(init)},mp4a.40.2`);
  },
  60_000,
);

test('segments of a rendition are those of its video in time and sound, the same bytes again, and within its rate', async () => {
  const description = dense(1280, 720, 30, 5);
  const rendered = renderedAt(description, 480);
  const { segments } = planSegments(rendered);
  expect(segments.length).toBeGreaterThanOrEqual(3);
  const made: Awaited<ReturnType<typeof make>>[] = [];
  for (const { index } of segments) made.push(await make(rendered, index));

  const again = await make(rendered, 1);
  expect(digestOf(again.media)).toBe(digestOf(made[1]?.media as Buffer));
  expect(new Set(made.map(({ init }) => digestOf(init))).size).toBe(1);

  const file = Buffer.concat([made[0]?.init as Buffer, ...made.map(({ media }) => media)]);
  const decoded = await runTool('ffmpeg', ['-v', 'error', '-i', 'pipe:0', '-f', 'null', '-'], file);
  expect(decoded).toMatchObject({ code: 0, stderr: '' });

  const { peakBitsPerS } = generator.streamFacts(rendered);
  const rates = segments.map(
    ({ index, durationS }) => ((made[index]?.media.length as number) * 8) / durationS,
  );
  for (const rate of rates) expect(rate).toBeLessThanOrEqual(peakBitsPerS);
  // Not a number that always holds: noise needs what it is given.
  expect(Math.max(...rates)).toBeGreaterThan(peakBitsPerS / 3);

  // The sound of a segment, cut and encoded as that of the video.
  const soundOf = async (bytes: Uint8Array) =>
    (
      await runTool(
        'ffmpeg',
        ['-v', 'error', '-i', 'pipe:0', '-map', '0:a', '-c', 'copy', '-f', 'adts', 'pipe:1'],
        bytes,
      )
    ).stdout;
  const video = await make(description, 1);
  expect(digestOf(await soundOf(Buffer.concat([made[1]?.init as Buffer, made[1]?.media as Buffer])))).toBe(
    digestOf(await soundOf(Buffer.concat([video.init, video.media]))),
  );
  const videoRate = (video.media.length * 8) / (segments[1]?.durationS as number);
  expect(videoRate).toBeLessThanOrEqual(generator.streamFacts(description).peakBitsPerS);
}, 120_000);
