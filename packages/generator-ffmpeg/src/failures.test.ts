import { type Description, parseDescription } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import type { RunManner, SegmentGenerator } from '@understudy/generator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';
import { unconfined } from './run/confinement.js';
import { FakeFfmpeg } from './testing/fake-ffmpeg.js';

const stallMs = 1_500;
const description: Description = parseDescription({
  title: 'Fails',
  width: 160,
  height: 90,
  fps: 25,
  scenes: [{ duration: 1, source: { type: 'testcard', card: 'testsrc2' } }],
});

let ffmpeg: FakeFfmpeg;
let generator: SegmentGenerator;
beforeEach(async () => {
  ffmpeg = await FakeFfmpeg.create();
  // It notes which process it is, in a file.
  const options = { libraryDir: '/nowhere', ffmpegPath: ffmpeg.path, confinement: unconfined, stallMs };
  generator = await createFfmpegGenerator(options);
});
afterEach(() => ffmpeg.dispose());

async function makeSegment(
  signal = new AbortController().signal,
  onBytes: (count: number) => void = () => {},
  manner: RunManner = {},
) {
  let count = 0;
  for await (const { bytes } of generator.segment(description, 0, signal, manner)) {
    count += bytes.length;
    onBytes(count);
  }
  return count;
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );

test('who has more patience waits for longer before it is stalled', async () => {
  await ffmpeg.behave(`sleep ${(1.2 * stallMs) / 1_000}; exec ffmpeg "$@"`);
  expect(await makeSegment(undefined, undefined, { patience: 6 })).toBeGreaterThan(3_000);
});

test.each([
  ['fails', 'echo "Conversion failed!" >&2; exit 1', 'generator_failed'],
  ['fails with much to say', 'head -c 20000000 /dev/zero | tr "\\0" x >&2; exit 1', 'generator_failed'],
  ['ends well without a byte', 'exit 0', 'generator_failed'],
  ['dies in the middle', 'ffmpeg "$@" | head -c 3000; kill -9 $$', 'generator_failed'],
  ['ends well in the middle', 'ffmpeg "$@" | head -c 3000; exit 0', 'generator_failed'],
  ['writes what is no video', 'head -c 300000 /dev/zero', 'generator_failed'],
  ['writes noise', 'head -c 300000 /dev/urandom', 'generator_failed'],
  ['hangs at once', 'exec sleep 60', 'generator_stalled'],
  ['hangs in the middle', 'ffmpeg "$@" | head -c 3000; exec sleep 60', 'generator_stalled'],
  ['hangs after its output', 'ffmpeg "$@"; exec 1>&-; exec sleep 60', 'generator_stalled'],
])('a program that %s', async (_what, script, code) => {
  await ffmpeg.behave(script);
  const error = await failureOf(makeSegment());
  expect(isUnderstudyError(error) ? error.code : error).toBe(code);
  expect((error as Error).message.length).toBeLessThan(10_000);
  expect(await ffmpeg.lives()).toBe(false);
  // Nothing of it stays behind.
  await ffmpeg.behave('exec ffmpeg "$@"');
  expect(await makeSegment()).toBeGreaterThan(1_000);
});

test('a program that says why it failed is quoted', async () => {
  await ffmpeg.behave('echo "No space left on device" >&2; exit 1');
  expect(((await failureOf(makeSegment())) as Error).message).toContain('No space left on device');
});

test('a program that is gone, and one that never was', async () => {
  await ffmpeg.remove();
  expect(isUnderstudyError(await failureOf(makeSegment()), 'generator_unavailable')).toBe(true);
  const never = createFfmpegGenerator({ libraryDir: '/nowhere', ffmpegPath: '/no/such/ffmpeg' });
  expect(isUnderstudyError(await failureOf(never), 'generator_unavailable')).toBe(true);
});

test('an abort ends the program at once, and its reason is thrown', async () => {
  await ffmpeg.behave('ffmpeg "$@" | head -c 3000; exec sleep 60');
  const leaving = new AbortController();
  const reason = new Error('nobody wants it');
  const error = await failureOf(makeSegment(leaving.signal, () => leaving.abort(reason)));
  expect(error).toBe(reason);
  expect(await ffmpeg.lives()).toBe(false);
});

test('a reader that leaves ends the program', async () => {
  await ffmpeg.behave('ffmpeg "$@" | head -c 3000; exec sleep 60');
  for await (const { bytes } of generator.segment(description, 0, new AbortController().signal)) {
    expect(bytes.length).toBeGreaterThan(0);
    break;
  }
  expect(await ffmpeg.lives()).toBe(false);
});
