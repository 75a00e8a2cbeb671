import { createRequire } from 'node:module';
import { type PlannedSegment, planSegments, planStoryboard, type Rendered } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import {
  collect,
  type RunManner,
  runProgram,
  type SegmentGenerator,
  type SegmentPiece,
} from '@understudy/generator';
import { fingerprintOf } from './fingerprint.js';
import { posterArguments, sheetArguments } from './graph/picture-arguments.js';
import { expectedSamples, segmentArguments } from './graph/segment-arguments.js';
import { streamFactsOf } from './graph/stream-facts.js';
import type { GraphContext } from './graph/video-graph.js';
import { Library } from './library/library.js';
import { ffmpegPricing } from './price/ffmpeg-pricing.js';
import { splitSegment } from './run/split-segment.js';

export interface FfmpegGeneratorOptions {
  /** The folder of clips. */
  readonly libraryDir: string;
  /** Path or name; `ffmpeg` and `ffprobe` on the PATH unless given. */
  readonly ffmpegPath?: string;
  readonly ffprobePath?: string;
  /** A run that gives nothing for this long while it is waited for is killed. Ten times what the slowest segment took to its first bytes. */
  readonly stallMs?: number;
  /** By how much runs give way to everything else, 0 to 19; 0 when unset. */
  readonly nice?: number;
  /** Ends the start-up runs, not the generator. */
  readonly signal?: AbortSignal;
}

const name = 'ffmpeg';
/** Raised whenever a description would give other bytes than before. */
const version = '1';
const defaultStallMs = 10_000;
const pictureLimitBytes = 8_000_000;

/** The bundled font: hosts differ in theirs, and a text must be drawn with the same everywhere. */
const fontPath = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

/**
 * The bundled video generator: every segment is an ffmpeg run of its own and a function of (description, fingerprint, index)
 * alone. Clips are taken to be immutable: a name in the library stands for one content.
 *
 * @throws generator_unavailable when ffmpeg cannot be run here.
 */
export async function createFfmpegGenerator(
  options: FfmpegGeneratorOptions,
): Promise<Required<SegmentGenerator>> {
  const {
    libraryDir,
    ffmpegPath = 'ffmpeg',
    ffprobePath = 'ffprobe',
    stallMs = defaultStallMs,
    nice = 0,
  } = options;
  const signal = options.signal ?? new AbortController().signal;
  const fingerprint = await fingerprintOf({ name, version, ffmpegPath, fontPath, stallMs }, signal);
  const library = new Library(libraryDir, ffprobePath);

  const graphContext = async (description: Rendered, runSignal: AbortSignal): Promise<GraphContext> => ({
    fontPath,
    findClip: await library.clipsOf(description, runSignal),
  });
  const run = (
    args: readonly string[],
    runSignal: AbortSignal,
    onCpu: (cpuS: number) => void = () => {},
    manner: RunManner = {},
  ) => {
    const by = Math.max(nice, manner.nice ?? 0);
    return runProgram(
      { program: ffmpegPath, arguments: args, stallMs, onCpu, ...(by > 0 && { nice: by }) },
      runSignal,
    );
  };

  async function* runSegment(
    description: Rendered,
    index: number,
    runSignal: AbortSignal,
    onCpu: (cpuS: number, planned: PlannedSegment) => void,
    manner?: RunManner,
  ): AsyncGenerator<SegmentPiece, void> {
    const planned = planSegments(description).segments[index];
    if (!planned) throw new UnderstudyError('not_found', `there is no segment ${index}`);
    const args = segmentArguments(description, planned, await graphContext(description, runSignal));
    const output = run(args, runSignal, (cpuS) => onCpu(cpuS, planned), manner);
    yield* splitSegment(output, expectedSamples(description, planned));
  }

  const pricing = ffmpegPricing(async (description, runSignal) => {
    let took: number | undefined;
    const pieces = runSegment(description, 0, runSignal, (cpuS) => {
      took = cpuS;
    });
    for await (const _ of pieces);
    return took;
  });

  function segment(description: Rendered, index: number, runSignal: AbortSignal, manner?: RunManner) {
    const learn = (cpuS: number, planned: PlannedSegment) =>
      pricing.learning.note(pricing.segmentCosts(description, planned), cpuS);
    return runSegment(description, index, runSignal, learn, manner);
  }

  /** The beginning of the first segment: what comes behind it is never made, because leaving the loop kills the run. */
  async function init(description: Rendered, runSignal: AbortSignal): Promise<Uint8Array> {
    for await (const { piece, bytes } of segment(description, 0, runSignal)) {
      if (piece === 'init') return bytes;
    }
    throw new UnderstudyError('generator_failed', 'ffmpeg wrote no initialization segment');
  }

  /** A third into the video: past a title's fading in. */
  async function poster(description: Rendered, runSignal: AbortSignal): Promise<Uint8Array> {
    const frame = Math.floor(planSegments(description).totalFrames / 3);
    const args = posterArguments(description, frame, await graphContext(description, runSignal));
    return collect(run(args, runSignal), pictureLimitBytes);
  }

  async function storyboardSheet(
    description: Rendered,
    sheet: number,
    runSignal: AbortSignal,
  ): Promise<Uint8Array> {
    const storyboard = planStoryboard(description);
    const tiles = storyboard.sheets[sheet];
    if (!tiles) throw new UnderstudyError('not_found', `there is no sheet ${sheet}`);
    const args = sheetArguments(description, storyboard, tiles, await graphContext(description, runSignal));
    return collect(run(args, runSignal), pictureLimitBytes);
  }

  const streamFacts = streamFactsOf;
  return {
    ...{ name, version, fingerprint, resumable: 'byte', streamFacts },
    ...{ pricing, init, segment, poster, storyboardSheet },
  };
}
