import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '@understudy/generator';

interface ExampleClip {
  readonly name: string;
  readonly picture: string;
  readonly sound: string;
  readonly output: readonly string[];
  /** Set when the finished streams are copied once more: only then does ffmpeg write a rotation. */
  readonly rotateDegrees?: number;
}

const clipS = 6;
/** The whole set takes about a second; a run that says nothing for this long hangs. */
const stallMs = 30_000;

/** Something like syllables: rising tones and bursts of noise, cut on and off. */
const babble = (rateHz: number) =>
  `aevalsrc='0.3*sin(2*PI*(180*t+90*t*t))*gt(sin(7*PI*t),-0.3)+0.2*(random(0)-0.5)*gt(sin(5*PI*t),0.6)':s=${rateHz}:d=${clipS}`;

const bitexact = ['-flags', '+bitexact', '-fflags', '+bitexact'];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '48', '-pix_fmt', 'yuv420p'];

/** As different as what people put into a library: rates, containers, a rotated one, oblong pixels, late beginnings. */
const clips: readonly ExampleClip[] = [
  {
    // Film rate, held upright (the file is sideways and says so), sound at 44.1 kHz.
    name: 'upright.mov',
    picture: `testsrc2=s=320x180:r=24000/1001:d=${clipS}`,
    sound: babble(44_100),
    output: [...h264, '-c:a', 'aac', '-ac', '1', '-f', 'mov'],
    rotateDegrees: 90,
  },
  {
    // Pixels wider than high, sound at 22.05 kHz.
    name: 'oblong.avi',
    picture: `mandelbrot=s=176x144:r=25:maxiter=200:end_scale=0.05:end_pts=150,trim=duration=${clipS},setsar=16/11`,
    sound: babble(22_050),
    output: ['-c:v', 'mpeg4', '-q:v', '5', '-c:a', 'mp2', '-b:a', '64k', '-f', 'avi'],
  },
  {
    // A low frame rate, times rounded to milliseconds.
    name: 'slow.mkv',
    picture: `life=s=160x90:r=15:seed=11:ratio=0.3:mold=20:life_color=0xffd24a:death_color=0xc05020,trim=duration=${clipS},scale=320:180:flags=neighbor`,
    sound: babble(44_100),
    output: [...h264, '-c:a', 'aac', '-f', 'matroska'],
  },
  {
    // A high frame rate, no index, its first time is not 0.
    name: 'broadcast.ts',
    picture: `smptehdbars=s=320x180:r=50,scroll=horizontal=0.01,trim=duration=${clipS}`,
    sound: babble(32_000),
    output: [...h264, '-c:a', 'mp2', '-b:a', '96k', '-f', 'mpegts'],
  },
];

/**
 * Makes the clips that the examples use, from patterns, unless they are there. A clip appears under its name only when it is
 * complete, so two that do this at once do no harm.
 */
export async function makeExampleLibrary(
  libraryDir: string,
  ffmpegPath = 'ffmpeg',
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  await mkdir(libraryDir, { recursive: true });
  await Promise.all(clips.map((clip) => makeClip(clip, libraryDir, ffmpegPath, signal)));
}

async function makeClip(clip: ExampleClip, dir: string, program: string, signal: AbortSignal): Promise<void> {
  const path = join(dir, clip.name);
  if (await exists(path)) return;
  const unfinished = join(dir, `.${clip.name}.${process.pid}`);
  const unrotated = `${unfinished}.unrotated`;
  try {
    await runSilently(program, drawnBy(clip, clip.rotateDegrees ? unrotated : unfinished), signal);
    if (clip.rotateDegrees) await runSilently(program, rotatedBy(clip, unrotated, unfinished), signal);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
    await rm(unrotated, { force: true });
  }
}

function drawnBy(clip: ExampleClip, path: string): string[] {
  return [
    ...['-f', 'lavfi', '-i', clip.picture, '-f', 'lavfi', '-i', clip.sound],
    ...['-threads', '1', ...bitexact, ...clip.output, `file:${path}`],
  ];
}

function rotatedBy(clip: ExampleClip, from: string, to: string): string[] {
  const rotate = ['-metadata:s:v:0', `rotate=${clip.rotateDegrees}`];
  return ['-i', `file:${from}`, '-c', 'copy', ...rotate, ...bitexact, ...clip.output.slice(-2), `file:${to}`];
}

/** Not confined: it reads patterns, nothing of anybody's, and writes into the library. */
async function runSilently(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const run = { program, arguments: ['-nostdin', '-v', 'error', '-y', ...args], stallMs };
  for await (const _ of runProgram(run, signal));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
