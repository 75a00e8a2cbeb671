import { canonicalDescription, planSegments, programOf, type Rendered } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { cutStream } from '../fmp4/cut-stream.js';
import type { Generator, RunManner, SegmentPiece } from '../generator.js';
import { flatCosts, flatPricing } from '../price/flat-costs.js';
import { collect } from '../run/collect.js';
import { runProgram } from '../run/run-program.js';
import { programFingerprint } from './fingerprint.js';
import { programDefaults, readProgramFile } from './program-file.js';

export interface ProgramGeneratorOptions {
  /** The operator's file: see docs/reference/generator-file.md. */
  readonly file: string;
  /** A run that gives nothing for this long while it is waited for is killed. */
  readonly stallMs: number;
  /** By how much runs give way to everything else, 0 to 19; 0 when unset. */
  readonly nice?: number;
  /** Ends the start-up runs, not the generator. */
  readonly signal?: AbortSignal;
}

const posterLimitBytes = 8_000_000;
/** All that is known of a program's costs is one part. */
const pricedPart = 'program';

/**
 * A generator that is any program: it reads the description on standard input and writes fragmented MP4 to standard output. One that is
 * resumable by `byte` or `segment` is run for each segment, one that is not for the whole.
 *
 * @throws UnderstudyError `invalid_configuration`; `generator_unavailable`, `generator_failed` where what the fingerprint is made of cannot be run
 */
export async function openProgramGenerator(options: ProgramGeneratorOptions): Promise<Generator> {
  const { stallMs, nice = 0, signal = new AbortController().signal } = options;
  const file = await readProgramFile(options.file);
  const { name, version, resumable, directory } = file;
  const { runS, memoryMb, outputMb } = { ...programDefaults, ...file };
  const bounds = {
    runMs: runS * 1_000,
    memoryBytes: memoryMb * 1_000_000,
    outputBytes: outputMb * 1_000_000,
  };
  const given = Object.fromEntries(
    (file.environment ?? []).map((each) => [
      each.slice(0, each.indexOf('=')),
      each.slice(each.indexOf('=') + 1),
    ]),
  );
  const fingerprint = await programFingerprint(file, stallMs, signal);

  const own = (description: Rendered) => {
    const wanted = programOf(description)?.name ?? 'the bundled generator';
    if (wanted !== name)
      throw new UnderstudyError('generator_unavailable', `the description is for ${wanted}, this is ${name}`);
    return planSegments(description);
  };
  const pricing = flatPricing(pricedPart, resumable === 'none', file.costPerS);
  const run = (
    [program = '', ...args]: readonly string[],
    description: Rendered,
    frames: { readonly first: number; readonly count: number },
    runSignal: AbortSignal,
    onCpu: (cpuS: number) => void = () => {},
    manner: RunManner = {},
  ) => {
    const by = Math.max(nice, manner.nice ?? 0);
    const { segments, totalFrames, fps } = planSegments(description);
    const told = {
      WIDTH: description.width,
      HEIGHT: description.height,
      FPS: fps,
      FRAMES: totalFrames,
      SEGMENT_FRAMES: segments[0]?.frameCount ?? 0,
      FIRST_FRAME: frames.first,
      FRAME_COUNT: frames.count,
    };
    const environment = {
      ...given,
      ...Object.fromEntries(Object.entries(told).map(([key, value]) => [`UNDERSTUDY_${key}`, String(value)])),
    };
    return runProgram(
      {
        program,
        arguments: args,
        input: `${canonicalDescription(description)}\n`,
        environment,
        workingDir: directory,
        bounds,
        onCpu,
        stallMs: stallMs * (manner.patience ?? 1),
        ...(by > 0 && { nice: by }),
      },
      runSignal,
    );
  };

  async function* segment(
    description: Rendered,
    index: number,
    runSignal: AbortSignal,
    manner?: RunManner,
  ): AsyncGenerator<SegmentPiece> {
    const plan = own(description);
    const planned = plan.segments[index];
    if (planned === undefined) throw new UnderstudyError('not_found', `there is no segment ${index}`);
    const frames = { first: planned.firstFrame, count: planned.frameCount };
    const learn = (cpuS: number) => pricing.learning.note(pricing.segmentCosts(description, planned), cpuS);
    const output = run(file.command, description, frames, runSignal, learn, manner);
    for await (const { piece, bytes } of cutStream(output, { plan, from: index, to: index + 1 }))
      yield { piece: piece === 'init' ? 'init' : 'media', bytes };
  }

  /** The beginning of the first segment: what comes behind it is never made, because leaving the loop kills the run. */
  async function init(
    description: Rendered,
    runSignal: AbortSignal,
    manner?: RunManner,
  ): Promise<Uint8Array> {
    for await (const { piece, bytes } of segment(description, 0, runSignal, manner))
      if (piece === 'init') return bytes;
    throw new UnderstudyError('generator_failed', `${name} wrote no initialization segment`);
  }

  async function* stream(description: Rendered, runSignal: AbortSignal, manner?: RunManner) {
    const plan = own(description);
    const frames = { first: 0, count: plan.totalFrames };
    const learn = (cpuS: number) =>
      pricing.learning.note(flatCosts(description, pricedPart, file.costPerS), cpuS);
    const output = run(file.command, description, frames, runSignal, learn, manner);
    yield* cutStream(output, { plan, from: 0, to: plan.segmentCount });
  }

  /** A third into the video, as the bundled generator does. */
  async function poster(
    description: Rendered,
    runSignal: AbortSignal,
    manner?: RunManner,
  ): Promise<Uint8Array> {
    const first = Math.floor(own(description).totalFrames / 3);
    const output = run(file.poster ?? [], description, { first, count: 1 }, runSignal, undefined, manner);
    return collect(output, posterLimitBytes);
  }

  const streamFacts = (description: Rendered) => {
    own(description);
    return { codecs: file.codecs, peakBitsPerS: file.peakKbitPerS * 1_000 };
  };
  const named = {
    name,
    version,
    fingerprint,
    streamFacts,
    pricing,
    ...(file.poster !== undefined && { poster }),
  };
  return resumable === 'none' ? { ...named, resumable, stream } : { ...named, resumable, init, segment };
}
