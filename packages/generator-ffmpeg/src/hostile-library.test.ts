import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Description, parseDescription } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';
import { readClipLimits } from './library/clip-limits.js';
import { findConfinement } from './run/confinement.js';
import { readConfinementConfig } from './run/confinement-config.js';
import { isRoot, makeHostileLibrary } from './testing/hostile-files.js';
import { hasStrace, openedIn, straced } from './testing/strace.js';

/** Of one clip, probing and making included, on a machine that does other things too. */
const longestMs = 15_000;
/** Of a test of many. */
const timeout = 120_000;

let directory: string;
let library: string;
let outside: string;
let traces: string;
let closeLibrary: () => void;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-hostile-'));
  [library, outside, traces] = [
    join(directory, 'library'),
    join(directory, 'outside'),
    join(directory, 'traces'),
  ];
  closeLibrary = await makeHostileLibrary(library, outside);
}, timeout);
afterAll(async () => {
  closeLibrary();
  await rm(directory, { recursive: true });
});

const shows = (name: string): Description => {
  const description = parseDescription({
    title: 'Hostile',
    width: 64,
    height: 64,
    fps: 25,
    scenes: [{ duration: 1, source: { type: 'clip', name: 'good.mov' } }],
  });
  const [scene] = description.scenes;
  // Past the schema, which has no such names.
  return { ...description, scenes: [{ ...scene, source: { type: 'clip', name } }] } as Description;
};

type Options = Partial<Parameters<typeof createFfmpegGenerator>[0]>;

/** Makes a segment that shows the clip: `made`, or the code and the word that says why. */
async function outcomeOf(name: string, options: Options = {}): Promise<string> {
  const generator = await generatorWith(options);
  const startedAt = performance.now();
  try {
    const bytes = await bytesOf(generator, shows(name));
    return bytes.length > 1_000 ? 'made' : 'nothing';
  } catch (error) {
    if (!isUnderstudyError(error)) throw error;
    const [, why] = /^clip .* is refused \((\w+)\)/s.exec(error.message) ?? [];
    return why === undefined ? error.code : `${error.code}: ${why}`;
  } finally {
    expect(performance.now() - startedAt).toBeLessThan(longestMs);
  }
}

const generators = new Map<string, ReturnType<typeof createFfmpegGenerator>>();
function generatorWith(options: Options) {
  const key = JSON.stringify(options);
  const known = generators.get(key) ?? createFfmpegGenerator({ libraryDir: library, ...options });
  generators.set(key, known);
  return known;
}

async function bytesOf(
  generator: Awaited<ReturnType<typeof createFfmpegGenerator>>,
  description: Description,
) {
  const pieces: Uint8Array[] = [];
  for await (const { bytes } of generator.segment(description, 0, new AbortController().signal))
    pieces.push(bytes);
  return Buffer.concat(pieces);
}

/** All but that the kernel refuses files: what is watched writes files of its own, and nothing should have to be refused. */
const withFiles = () => findConfinement(readEnv({}, readConfinementConfig), undefined);

const traced = async (): Promise<Options> =>
  hasStrace
    ? {
        ffmpegPath: await straced('ffmpeg', traces),
        ffprobePath: await straced('ffprobe', traces),
        confinement: await withFiles(),
      }
    : {};

const refused = (why: string) => `clip_refused: ${why}`;

/** What becomes of each file of the hostile library. */
const outcomes: Readonly<Record<string, string>> = {
  'concat.mp4': refused('unreadable'),
  'concat.ffconcat': refused('unreadable'),
  'hls.mp4': refused('unreadable'),
  'hls.m3u8': refused('unreadable'),
  'hls-concat.m3u8': refused('unreadable'),
  'hls-remote.m3u8': refused('unreadable'),
  'dash.mpd': refused('unreadable'),
  'session.sdp': refused('unreadable'),
  'sheet.cue': refused('unreadable'),
  'subtitles.srt': refused('unreadable'),
  'vobsub.idx': refused('unreadable'),
  'meta.txt': refused('unreadable'),
  'picture.svg': refused('unreadable'),
  'picture.svgz': refused('unreadable'),
  'empty.mp4': refused('unreadable'),
  'noise.mp4': refused('unreadable'),
  'passwd.mp4': refused('outside_library'),
  'link.mp4': refused('outside_library'),
  folder: refused('outside_library'),
  'through.mp4': refused('outside_library'),
  'twice.mp4': refused('outside_library'),
  'zeros.mp4': refused('outside_library'),
  'environ.mp4': refused('outside_library'),
  'loop.mp4': 'generator_failed',
  'directory.mp4': refused('no_regular_file'),
  'fifo.mp4': refused('no_regular_file'),
  'socket.mp4': refused('no_regular_file'),
  ...(isRoot && { 'device.mp4': refused('no_regular_file') }),
  'streams.mkv': refused('too_many_streams'),
  'some-streams.mkv': refused('too_many_streams'),
  'bomb.png': refused('picture_too_large'),
  'larger-bomb.png': refused('unreadable'),
  'bomb.gif': refused('unreadable'),
  // Its media are in another file, which is not opened, or are not there.
  'reference.mov': 'generator_failed',
  // What says that it is 2 GB, and is 100 MB.
  'inflates.mov': refused('unreadable'),
  'inflates.mkv': 'made',
  'samples.mov': 'generator_failed',
  'grows.ts': 'generator_failed',
  'frame-1.png': 'generator_failed',
  'frame-%d.png': 'generator_failed',
  // What is hostile in it is not looked at.
  'attached.mkv': 'made',
  'tail.mov': 'made',
  'inside.mov': 'made',
  'good.mov': 'made',
};

test('every file of a hostile library is refused or bounded, with its code', { timeout }, async () => {
  expect(Object.keys(outcomes).sort()).toEqual((await readdir(library)).sort());
  const options = await traced();
  const found: Record<string, string> = {};
  for (const name of Object.keys(outcomes)) found[name] = await outcomeOf(name, options);
  expect(found).toEqual(outcomes);
  // And nothing of it is left: no open file, no folder.
  const open = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  expect(open.filter((path) => path.startsWith(library))).toEqual([]);
  const folders = await readdir(tmpdir());
  expect(folders.filter((name) => name.startsWith(`understudy-run-${process.pid}-`))).toEqual([]);
});

// What a program opens is told by strace(1), of the package of that name.
test.skipIf(!hasStrace)(
  'nothing outside of the library was opened, and nobody was talked to',
  { timeout },
  async () => {
    const { runs, files, sockets } = await openedIn(traces);
    expect(runs).toBeGreaterThan(
      Object.values(outcomes).filter((each) => each.endsWith('unreadable')).length,
    );
    expect(files).toContain('/proc/self/fd/3');
    expect(files.filter((file) => !mayBeOpened.test(file))).toEqual([]);
    expect(sockets).toEqual([]);
    // What would be seen: the same file, by a run that nothing is asked of.
    const control = join(directory, 'control');
    const ffprobe = await straced('ffprobe', control);
    await promisify(execFile)(ffprobe, [
      '-v',
      'error',
      '-safe',
      '0',
      '-f',
      'concat',
      join(library, 'concat.mp4'),
    ]);
    expect((await openedIn(control)).files).toContain(join(outside, 'secret.mp4'));
  },
);

/** Its libraries with what they look for, the bundled font, what the kernel says of the machine; clips by their descriptors. */
const mayBeOpened =
  /^(\/usr\/(lib|local\/lib|share|bin)\/|\/lib|\/etc\/(ld\.so\.|alternatives\/|gcrypt\/|gnutls\/|ssl\/)|.*\/DejaVuSans-Bold\.ttf$|\/sys\/devices\/system\/|\/proc\/(self\/(fd\/\d+|status|maps)|filesystems|meminfo|cpuinfo|sys\/crypto\/fips_enabled|stat)$|\/dev\/(u?random|null|tty)$)/;

test('a name that is none of a file in the folder finds no clip', { timeout }, async () => {
  const names = [
    ...[
      'concat:/etc/passwd|/etc/group',
      'file:/etc/passwd',
      'http://127.0.0.1:9/a.mp4',
      'data:video/mp4;base64,AAAA',
    ],
    ...['/etc/passwd', '../outside/secret.mp4', 'folder/secret.mp4', './good.mov', '.hidden.mp4', '-i', ''],
    ...['good.mov\0.mp4', 'good.mov\n', 'x'.repeat(101), 'x'.repeat(100_000)],
  ];
  for (const name of names) expect(await outcomeOf(name), name.slice(0, 200)).toBe('generator_failed');
});

test('what a clip may be has limits', { timeout }, async () => {
  const limits = readEnv({}, readClipLimits);
  const limited = (less: Partial<typeof limits>, name: string) =>
    outcomeOf(name, { clipLimits: { ...limits, ...less } });
  expect(await limited({ bytes: 1_000 }, 'good.mov')).toBe(refused('too_large'));
  expect(await limited({ durationS: 0.5 }, 'good.mov')).toBe(refused('too_long'));
  expect(await limited({ pixels: 64 * 48 - 1 }, 'good.mov')).toBe(refused('picture_too_large'));
  expect(await limited({ pixels: 64 * 48, streams: 1, durationS: 1 }, 'good.mov')).toBe('made');
  // Of what comes later and is larger nothing is decoded.
  expect(['made', 'generator_failed']).toContain(await limited({ pixels: 64 * 48 }, 'grows.ts'));
});

test('a clip that becomes a link between the look and the run is read as what it was', {
  timeout,
}, async () => {
  const swapped = join(library, 'swapped.mov');
  await writeFile(swapped, await readFile(join(library, 'good.mov')));
  const ffprobePath = join(directory, 'swapping-ffprobe');
  const swap = `rm '${swapped}'; ln -s '${outside}/secret.mp4' '${swapped}'`;
  await writeFile(ffprobePath, `#!/bin/sh\nffprobe "$@" && { ${swap}; }\n`, { mode: 0o755 });
  const generator = await createFfmpegGenerator({
    ...{ libraryDir: library, ffprobePath },
    confinement: await withFiles(),
  });
  const good = await bytesOf(await generatorWith({}), shows('good.mov'));
  expect((await bytesOf(generator, shows('swapped.mov'))).equals(good)).toBe(true);
  expect(await outcomeOf('swapped.mov')).toBe(refused('outside_library'));
});

test.skipIf(!hasStrace)('a text is only drawn, whatever it says', { timeout }, async () => {
  const folder = join(directory, 'text-traces');
  const generator = await createFfmpegGenerator({
    libraryDir: library,
    ffmpegPath: await straced('ffmpeg', folder),
    confinement: await withFiles(),
  });
  const source = { type: 'still', color: '#000000' };
  const texts = [
    `x:textfile=/etc/passwd`,
    `'[a];movie=/etc/passwd[b]`,
    '%{expr:1}%{metadata:x}',
    `\\:fontfile=/etc/passwd`,
  ];
  const scenes = texts.map((value) => ({ duration: 0.25, source, text: { value } }));
  const description = parseDescription({ title: 'Text', width: 64, height: 64, fps: 25, scenes });
  expect((await bytesOf(generator, description)).length).toBeGreaterThan(1_000);
  const { files, sockets } = await openedIn(folder);
  expect(files.filter((file) => !mayBeOpened.test(file))).toEqual([]);
  expect(sockets).toEqual([]);
});
