import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { play, sha256 } from './player.js';
import { runProgram } from './run-program.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, smallVideo, type Video } from './videos.js';

// Programs that people download and seek with, on a video that is complete and on one that is being made.

/** Of the complete video; 180 is the long form: then aria2c has all of its eight connections. */
const completeSeconds = Number(process.env['DOWNLOAD_SECONDS'] ?? 60);
const madeSeconds = 20;
const cutAtBytes = 60_000;
const seekSeconds = '13';
/** aria2c splits no finer. */
const splitBytes = 1024 * 1024;

let cluster: TestCluster;
let directory: string;
let files = 0;
let complete: Video;
/** The bytes of the complete video, and of all that are made here: their titles differ, which nobody sees. */
const bytesOf: Record<'complete' | 'being made', Uint8Array> = {
  complete: new Uint8Array(),
  'being made': new Uint8Array(),
};

beforeAll(async () => {
  cluster = await startCluster({ workers: 2 });
  directory = await mkdtemp(join(tmpdir(), 'understudy-downloads-'));
  complete = await newVideo('complete', completeSeconds);
  bytesOf.complete = (await play(complete.mp4)).body;
  bytesOf['being made'] = (await play((await newVideo('made', madeSeconds)).mp4)).body;
}, 90_000);
afterAll(async () => {
  await cluster.dispose();
  await rm(directory, { recursive: true });
});

const newVideo = (title: string, seconds: number) =>
  createVideo(cluster, { ...smallVideo(title, seconds), width: 480, height: 270 });

function newFile(): string {
  files += 1;
  return join(directory, `${files}.mp4`);
}

const digestOf = async (file: string) => sha256(await readFile(file));

/** Ends the program in the middle of its download: the kernel does, once its file has so many bytes. */
async function cutOff(program: string, args: readonly string[], file: string): Promise<void> {
  const { code } = await runProgram('prlimit', [`--fsize=${cutAtBytes}`, program, ...args]);
  expect(code).not.toBe(0);
  expect((await stat(file)).size).toBe(cutAtBytes);
}

/** Downloads with eight connections; how many ranges it asked for. */
async function aria2c(url: string, file: string): Promise<number> {
  const where = ['-d', directory, '-o', basename(file), '--no-conf', '--allow-overwrite=true'];
  const { code, output } = await runProgram('aria2c', [
    ...['-x8', '-s8', `-k${splitBytes}`, '--file-allocation=none'],
    ...['--log=-', '--log-level=info', ...where, url],
  ]);
  expect(code, output).toBe(0);
  return new Set(output.match(/^Range: .*$/gm)).size;
}

/** The checksum of the picture that ffmpeg finds. */
async function pictureOf(...input: string[]): Promise<string | undefined> {
  const args = ['-nostdin', '-v', 'error', ...input, '-an', '-frames:v', '1', '-f', 'framecrc', '-'];
  const { code, output } = await runProgram('ffmpeg', args);
  expect(code, output).toBe(0);
  return /0x[0-9a-f]{8}$/m.exec(output)?.[0];
}

describe.each([
  ['complete', /content-range: bytes \d+-\d+\/\d+/i],
  ['being made', /content-range: bytes \d+-\d+\/\*/i],
] as const)('a video that is %s', (state, contentRange) => {
  const target = async (title: string) => (state === 'complete' ? complete : newVideo(title, madeSeconds));
  const digest = () => sha256(bytesOf[state]);

  test('curl -C - goes on with what it has', async () => {
    const [{ mp4 }, file] = [await target('curl'), newFile()];
    await cutOff('curl', ['-s', '-o', file, mp4], file);
    const { code, output } = await runProgram('curl', ['-sS', '-C', '-', '-D', '-', '-o', file, mp4]);
    expect([code, await digestOf(file)]).toEqual([0, digest()]);
    expect(output).toMatch(contentRange);
  });

  test('wget -c goes on with what it has', async () => {
    const [{ mp4 }, file] = [await target('wget'), newFile()];
    await cutOff('wget', ['-q', '-O', file, mp4], file);
    const { code, output } = await runProgram('wget', ['-S', '--tries=3', '-c', '-O', file, mp4]);
    expect([code, await digestOf(file)]).toEqual([0, digest()]);
    expect(output).toMatch(contentRange);
  });

  test('aria2c -x8 has the same file', async () => {
    const [{ mp4 }, file] = [await target('aria2c'), newFile()];
    const ranges = await aria2c(mp4, file);
    expect(await digestOf(file)).toBe(digest());
    // Of what has no length yet it cannot ask for parts.
    if (state === 'complete')
      expect(ranges).toBeGreaterThanOrEqual(
        Math.min(7, Math.floor(bytesOf.complete.length / splitBytes) - 1),
      );
  });

  test('ffmpeg seeks', async () => {
    const [{ mp4, hls }, file] = [await target('ffmpeg'), newFile()];
    await writeFile(file, bytesOf[state]);
    const expected = await pictureOf('-i', file, '-ss', seekSeconds);
    expect(expected).toBeDefined();
    // While it grows ffmpeg can only read on to the place. In a playlist of fragmented MP4 it always must: 5.1 cannot seek in its own either.
    const seek = state === 'complete' ? ['-ss', seekSeconds, '-i', mp4] : ['-i', mp4, '-ss', seekSeconds];
    expect(await pictureOf(...seek)).toBe(expected);
    expect(await pictureOf('-i', hls, '-ss', seekSeconds)).toBe(expected);
  });
});
