import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Description, type PlannedSegment, parseDescription } from '@understudy/description';
import { collect } from '@understudy/generator';
import { segmentArguments } from './graph/segment-arguments.js';
import type { ClipLimits } from './library/clip-limits.js';
import type { RunConfined } from './run/run-confined.js';

const outputLimitBytes = 1_000_000;

export interface Toolchain {
  readonly name: string;
  readonly version: string;
  readonly ffmpegPath: string;
  readonly fontPath: string;
  readonly stallMs: number;
  readonly runConfined: RunConfined;
  readonly clipLimits: ClipLimits;
  /** What `ffmpeg -version` printed, where that is known. */
  readonly build?: Uint8Array | undefined;
}

/**
 * SHA-256 over the generator's name and version, ffmpeg's own account of its build, the processor's architecture, the font,
 * and the bytes of a short sample: x264, FreeType and the rest are libraries of the host that ffmpeg does not name.
 */
export async function fingerprintOf(toolchain: Toolchain, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const [version, sample, font] = await Promise.all([
    toolchain.build ?? outputOf(toolchain, ['-version'], signal),
    outputOf(toolchain, sampleArguments(toolchain), signal),
    readFile(toolchain.fontPath),
  ]);
  const names = [toolchain.name, toolchain.version, process.arch, 'threads=1'].join('\n');
  for (const part of [Buffer.from(names), version, font, sample]) {
    hash.update(`${part.byteLength}:`).update(part);
  }
  return hash.digest('hex');
}

/** A text over each kind of picture that is quick to make, with both kinds of sound. */
const sample: Description = parseDescription({
  title: 'sample',
  width: 160,
  height: 90,
  fps: 25,
  scenes: [
    {
      duration: 0.32,
      source: { type: 'mandelbrot' },
      text: { value: 'Sample é', box: true },
      audio: { type: 'tone', frequencyHz: 440 },
    },
    { duration: 0.32, source: { type: 'life', seed: 7 }, audio: { type: 'noise', seed: 7 } },
    { duration: 0.32, source: { type: 'testcard', card: 'testsrc2' } },
  ],
});

function sampleArguments({ fontPath, clipLimits }: Toolchain): string[] {
  const segment: PlannedSegment = { index: 0, firstFrame: 0, frameCount: 24, startS: 0, durationS: 0.96 };
  const findClip = () => {
    throw new TypeError('the sample has no clips');
  };
  return segmentArguments(sample, segment, { fontPath, findClip, clipLimits });
}

function outputOf(toolchain: Toolchain, args: readonly string[], signal: AbortSignal): Promise<Uint8Array> {
  const run = { program: toolchain.ffmpegPath, arguments: args, stallMs: toolchain.stallMs };
  return collect(toolchain.runConfined(run, signal), outputLimitBytes);
}
