import { spawn } from 'node:child_process';
import {
  type Description,
  parseDescription,
  planSegments,
  programOf,
  type Rendered,
} from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { beforeAll, expect, test } from 'vitest';
import { cutStream } from '../fmp4/cut-stream.js';
import type { SegmentGenerator, SegmentPiece } from '../generator.js';
import { runProgram } from '../run/run-program.js';
import { checkGenerator } from './check-generator.js';
import { digestOf } from './judge-bytes.js';

const description: Description = parseDescription({
  title: 'Checked',
  width: 64,
  height: 64,
  fps: 25,
  scenes: [{ duration: 1, source: { type: 'program', name: 'fixed', segmentDuration: 0.5 } }],
});
const plan = planSegments(description);
const segmentFrames = plan.segments[0]?.frameCount ?? 0;

let init: Buffer;
let media: Buffer[];
beforeAll(async () => {
  const args = [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25', '-frames:v', String(plan.totalFrames)],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1', '-bf', '0'],
    ...['-g', String(segmentFrames), '-keyint_min', String(segmentFrames), '-sc_threshold', '0'],
    ...[
      '-movflags',
      'empty_moov+default_base_moof+frag_keyframe+skip_trailer',
      '-frag_duration',
      '200000',
      '-f',
      'mp4',
      'pipe:1',
    ],
  ];
  const output = runProgram(
    { program: 'ffmpeg', arguments: args, stallMs: 10_000 },
    new AbortController().signal,
  );
  const parts = new Map<string | number, Uint8Array[]>();
  for await (const { piece, bytes } of cutStream(output, { plan, from: 0, to: plan.segmentCount }))
    parts.set(piece, [...(parts.get(piece) ?? []), Buffer.from(bytes)]);
  init = Buffer.concat(parts.get('init') ?? []);
  media = plan.segments.map(({ index }) => Buffer.concat(parts.get(index) ?? []));
});

/** A generator that keeps its promises: its segments were made before. */
class Fixed implements SegmentGenerator {
  readonly name = 'fixed';
  readonly version = '1';
  readonly fingerprint: string = digestOf(init);
  readonly resumable: SegmentGenerator['resumable'] = 'byte';

  streamFacts() {
    return { codecs: 'avc1.42C00A', peakBitsPerS: 2_000_000 };
  }

  async init(): Promise<Uint8Array> {
    return init;
  }

  async *segment(asked: Rendered, index: number, signal: AbortSignal): AsyncGenerator<SegmentPiece> {
    signal.throwIfAborted();
    if (programOf(asked)?.name !== this.name)
      throw new UnderstudyError('generator_unavailable', 'another one');
    const made = this.mediaOf(index);
    if (made === undefined) throw new UnderstudyError('not_found', `no segment ${index}`);
    yield { piece: 'init', bytes: init };
    signal.throwIfAborted();
    yield { piece: 'media', bytes: made };
  }

  protected mediaOf(index: number): Buffer | undefined {
    return media[index];
  }
}

const check = (generator: SegmentGenerator) =>
  checkGenerator({ open: async () => generator, description, timeoutMs: 15_000 });

test('one that keeps its promises conforms', async () => {
  const report = await check(new Fixed());
  expect(report.text).toMatch(
    /^The generator fixed \(plan: 2 segments, resumable: byte\) keeps all its promises:\nkept {3}/,
  );
  expect(report.conforms).toBe(true);
});

/** The last byte differs from one call to the next: picture data, which decodes all the same. */
class Varying extends Fixed {
  #calls = 0;

  protected override mediaOf(index: number): Buffer | undefined {
    const made = super.mediaOf(index);
    if (made === undefined) return undefined;
    this.#calls += 1;
    return Buffer.concat([made.subarray(0, -1), Buffer.from([this.#calls])]);
  }
}

class FromTheStart extends Fixed {
  protected override mediaOf(index: number): Buffer | undefined {
    return index < media.length ? super.mediaOf(0) : undefined;
  }
}

class Halting extends Fixed {
  protected override mediaOf(index: number): Buffer | undefined {
    const made = super.mediaOf(index);
    return made?.subarray(0, made.lastIndexOf('moof') - 4);
  }

  /** It does not hear an abort. */
  override segment(asked: Rendered, index: number): AsyncGenerator<SegmentPiece> {
    return super.segment(asked, index, new AbortController().signal);
  }
}

/** Breaks several promises, each told by itself. */
class Careless extends Varying {
  override streamFacts() {
    return { codecs: 'avc1.640028', peakBitsPerS: 1_000 };
  }

  /** Leaves a process behind, and makes its own video whatever it is asked for. */
  override async *segment(_: Rendered, index: number, signal: AbortSignal): AsyncGenerator<SegmentPiece> {
    spawn('sleep', ['4'], { stdio: 'ignore' });
    yield* super.segment(description, index, signal);
  }
}

class Backwards extends Fixed {
  override async *segment(asked: Rendered, index: number, signal: AbortSignal): AsyncGenerator<SegmentPiece> {
    const pieces: SegmentPiece[] = [];
    for await (const piece of super.segment(asked, index, signal)) pieces.unshift(piece);
    yield* pieces;
  }
}

test.each([
  [
    'is careless',
    Careless,
    [
      /^BROKEN two runs at once give the same bytes/m,
      /^BROKEN the codecs .*avc1\.640028, there is avc1\.42C00A/m,
      /^BROKEN it needs no more bits/m,
      /^BROKEN a reader that leaves ends it.*go on/m,
      /^BROKEN a description that is for another generator/m,
    ],
  ],
  [
    'stops early and hears nothing',
    Halting,
    [
      /^BROKEN every segment begins .*\d+ of 13 frames/m,
      /^BROKEN aborted in the middle.*did not throw the reason/m,
    ],
  ],
  ['always gives its first segment', FromTheStart, [/^BROKEN every segment begins/m]],
  [
    'gives its initialization bytes last',
    Backwards,
    [/^BROKEN it makes every segment .*behind media bytes/m],
  ],
])('the report of one that %s says so', async (_, Broken, lines) => {
  const report = await check(new Broken());
  expect(report.conforms).toBe(false);
  for (const line of lines) expect(report.text).toMatch(line);
});
