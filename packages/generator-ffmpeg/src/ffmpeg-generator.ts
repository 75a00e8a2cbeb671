import { resolve, sep } from 'node:path';
import { type PlannedSegment, planSegments, planStoryboard, type Rendered } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { collect, type RunManner, type SegmentGenerator, type SegmentPiece } from '@understudy/generator';
import { readEnv } from '@understudy/service-kit';
import { fingerprintOf } from './fingerprint.js';
import { fontPath } from './font.js';
import { posterArguments, sheetArguments } from './graph/picture-arguments.js';
import { expectedSamples, segmentArguments } from './graph/segment-arguments.js';
import { streamFactsOf } from './graph/stream-facts.js';
import type { GraphContext } from './graph/video-graph.js';
import { type ClipLimits, readClipLimits } from './library/clip-limits.js';
import { Library } from './library/library.js';
import { ffmpegPricing } from './price/ffmpeg-pricing.js';
import { type Confinement, findConfinement } from './run/confinement.js';
import { readConfinementConfig } from './run/confinement-config.js';
import { findProgram } from './run/find-program.js';
import { confinedRuns } from './run/run-confined.js';
import { removeLeftFolders } from './run/run-folder.js';
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
  /** How they are run here; what `findConfinement` finds for a configuration in which nothing is set unless given. */
  readonly confinement?: Confinement;
  /** What a clip may be; those of such a configuration unless given. */
  readonly clipLimits?: ClipLimits;
  /** Ends the start-up runs, not the generator. */
  readonly signal?: AbortSignal;
}

const name = 'ffmpeg';
/** Raised whenever a description would give other bytes than before. */
const version = '2';
const defaultStallMs = 10_000;
const pictureLimitBytes = 8_000_000;

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
    stallMs = defaultStallMs,
    nice = 0,
    clipLimits = readEnv({}, readClipLimits),
  } = options;
  const ffmpegPath = await programPath(options.ffmpegPath ?? 'ffmpeg');
  const ffprobePath = await programPath(options.ffprobePath ?? 'ffprobe');
  const places = { ffmpegPath, ffprobePath, libraryDir };
  const { confinement = await findConfinement(readEnv({}, readConfinementConfig), places) } = options;
  const signal = options.signal ?? new AbortController().signal;
  await removeLeftFolders();
  const runConfined = confinedRuns(confinement);
  const { build } = confinement;
  const toolchain = { ...{ name, version, ffmpegPath, fontPath, stallMs }, runConfined, clipLimits, build };
  const fingerprint = await fingerprintOf(toolchain, signal);
  const library = new Library({ dir: libraryDir, ffprobePath, limits: clipLimits, runConfined });

  /** A run for a description, whose clips stay open as long as it lasts. */
  async function* run(
    description: Rendered,
    argumentsFor: (context: GraphContext) => readonly string[],
    runSignal: AbortSignal,
    onCpu: (cpuS: number) => void = () => {},
    manner: RunManner = {},
  ): AsyncGenerator<Uint8Array, void> {
    const by = Math.max(nice, manner.nice ?? 0);
    const patienceMs = stallMs * (manner.patience ?? 1);
    const { findClip, descriptors, close } = await library.open(description, runSignal);
    try {
      const args = argumentsFor({ fontPath, findClip, clipLimits });
      yield* runConfined(
        {
          program: ffmpegPath,
          arguments: args,
          descriptors,
          stallMs: patienceMs,
          onCpu,
          ...(by > 0 && { nice: by }),
        },
        runSignal,
      );
    } finally {
      await close();
    }
  }

  async function* runSegment(
    description: Rendered,
    index: number,
    runSignal: AbortSignal,
    onCpu: (cpuS: number, planned: PlannedSegment) => void,
    manner?: RunManner,
  ): AsyncGenerator<SegmentPiece, void> {
    const { segments, totalFrames } = planSegments(description);
    const planned = segments[index];
    if (!planned) throw new UnderstudyError('not_found', `there is no segment ${index}`);
    const argumentsFor = (context: GraphContext) => segmentArguments(description, planned, context);
    const output = run(description, argumentsFor, runSignal, (cpuS) => onCpu(cpuS, planned), manner);
    const totalS = totalFrames / description.fps;
    yield* splitSegment(output, expectedSamples(description, planned), totalS);
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
  async function init(
    description: Rendered,
    runSignal: AbortSignal,
    manner?: RunManner,
  ): Promise<Uint8Array> {
    for await (const { piece, bytes } of segment(description, 0, runSignal, manner)) {
      if (piece === 'init') return bytes;
    }
    throw new UnderstudyError('generator_failed', 'ffmpeg wrote no initialization segment');
  }

  /** A third into the video: past a title's fading in. */
  async function poster(
    description: Rendered,
    runSignal: AbortSignal,
    manner?: RunManner,
  ): Promise<Uint8Array> {
    const frame = Math.floor(planSegments(description).totalFrames / 3);
    const argumentsFor = (context: GraphContext) => posterArguments(description, frame, context);
    return collect(run(description, argumentsFor, runSignal, undefined, manner), pictureLimitBytes);
  }

  async function storyboardSheet(
    description: Rendered,
    sheet: number,
    runSignal: AbortSignal,
    manner?: RunManner,
  ): Promise<Uint8Array> {
    const storyboard = planStoryboard(description);
    const tiles = storyboard.sheets[sheet];
    if (!tiles) throw new UnderstudyError('not_found', `there is no sheet ${sheet}`);
    const argumentsFor = (context: GraphContext) => sheetArguments(description, storyboard, tiles, context);
    return collect(run(description, argumentsFor, runSignal, undefined, manner), pictureLimitBytes);
  }

  const streamFacts = streamFactsOf;
  return {
    ...{ name, version, fingerprint, resumable: 'byte', streamFacts },
    ...{ pricing, init, segment, poster, storyboardSheet },
  };
}

/** A run has a working directory of its own, from which a relative path would lead elsewhere; and it is this program for as long as the worker runs. */
async function programPath(program: string): Promise<string> {
  return (await findProgram(program)) ?? (program.includes(sep) ? resolve(program) : program);
}
