import { type Description, planSegments } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import { videoTrackOf } from '../fmp4/movie.js';
import type { Generator } from '../generator.js';
import { checkEnds } from './check-ends.js';
import { checkSegments } from './check-segments.js';
import { checkStream } from './check-stream.js';
import { judgeDecoding, judgeInit, judgeSegment, type Made, peakBitsPerSOf } from './judge-bytes.js';
import { expectThat, type Report, Reporter } from './report.js';

export interface CheckOptions {
  /** Opens the generator anew: two of them must be as good as one. */
  readonly open: () => Promise<Generator>;
  /** What it makes, of at least two segments, better three; the longer, the longer it takes. */
  readonly description: Description;
  /** How long each promise may take to be looked at; a minute unless given. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 60_000;
const patterns = {
  name: /^[a-z][a-z0-9-]{0,39}$/,
  version: /^[^@#\s]{1,40}$/,
  fingerprint: /^[0-9a-f]{64}$/,
};

/**
 * Looks whether a generator keeps what `Generator` promises, with real runs of it. Throws nothing for a promise that is broken: the report
 * says which, and `report.text` is for people. Needs ffmpeg, which decodes what was made.
 * @throws what `open` throws; UnderstudyError `invalid_configuration` is the generator's own
 */
export async function checkGenerator({
  open,
  description,
  timeoutMs = defaultTimeoutMs,
}: CheckOptions): Promise<Report> {
  const generator = await open();
  const again = await open();
  const reporter = new Reporter(timeoutMs);
  const plan = planSegments(description);

  await reporter.check('it has a name, a version and a fingerprint', async () => {
    for (const [field, pattern] of Object.entries(patterns)) {
      const value = generator[field as keyof typeof patterns];
      expectThat(pattern.test(value), `${field} must match ${pattern.source}, is ${JSON.stringify(value)}`);
    }
    return `${generator.name}@${generator.version}`;
  });
  await reporter.check('opened twice, it has one fingerprint', async () => {
    expectThat(
      generator.fingerprint === again.fingerprint,
      `${generator.fingerprint} and ${again.fingerprint}`,
    );
    return undefined;
  });
  const made =
    generator.resumable === 'none'
      ? await checkStream(reporter, generator, again, description)
      : await checkSegments(reporter, generator, again, description);
  await checkMade(reporter, generator, made, description);
  await checkEnds(reporter, generator, description);

  await reporter.check(
    'a description that is for another generator is refused as generator_unavailable',
    async (signal) => {
      const foreign = otherDescription(description);
      const refused = await (generator.resumable === 'none'
        ? firstOf(generator.stream(foreign, signal))
        : firstOf(generator.segment(foreign, 0, signal))
      ).then(
        () => undefined,
        (error: unknown) => error,
      );
      expectThat(isUnderstudyError(refused, 'generator_unavailable'), `it was ${refused ?? 'made'}`);
      return undefined;
    },
  );
  const { poster } = generator;
  if (poster !== undefined) {
    await reporter.check('its poster is a JPEG', async (signal) => {
      const bytes = Buffer.from(await poster(description, signal));
      expectThat(
        bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9,
        'it is none',
      );
      return `${bytes.length} bytes`;
    });
  }
  return reporter.report(
    `${generator.name} (plan: ${plan.segmentCount} segments, resumable: ${generator.resumable})`,
  );
}

/** What holds of the bytes however they were made. */
async function checkMade(
  reporter: Reporter,
  generator: Generator,
  made: readonly Made[],
  description: Description,
): Promise<void> {
  const plan = planSegments(description);
  const init = made[0]?.init ?? Buffer.alloc(0);
  await reporter.check('the initialization segment comes first and is one', async () => {
    judgeInit(init);
    const { width, height } = videoTrackOf(init);
    const isSize = width === description.width && height === description.height;
    expectThat(
      isSize,
      `its picture is ${width}×${height}, described is ${description.width}×${description.height}`,
    );
    return `${init.length} bytes`;
  });
  await reporter.check('the codecs that it tells are those of the initialization segment', async () => {
    const { codecs } = generator.streamFacts(description);
    const { codec } = videoTrackOf(init);
    expectThat(codecs.split(',').includes(codec), `it tells ${codecs}, there is ${codec}`);
    return codecs;
  });
  await reporter.check(
    'every segment begins with a key frame at its first frame, and has all its frames',
    async () => {
      expectThat(
        made.length === plan.segmentCount,
        `${made.length} of ${plan.segmentCount} segments were made`,
      );
      for (const [index, each] of made.entries()) await judgeSegment(each, plan, index);
      return `${plan.segmentCount} segments, ${plan.totalFrames} frames`;
    },
  );
  await reporter.check('every segment decodes by itself', async (signal) => {
    for (const [index, each] of made.entries()) {
      const planned = plan.segments[index];
      if (planned !== undefined) await judgeDecoding(each, planned, signal);
    }
    return undefined;
  });
  await reporter.check('it needs no more bits a second than it tells', async () => {
    const { peakBitsPerS } = generator.streamFacts(description);
    const peak = Math.ceil(peakBitsPerSOf(made, plan));
    expectThat(peak <= peakBitsPerS, `it tells ${peakBitsPerS}, there are ${peak}`);
    return `${peak} of ${peakBitsPerS}`;
  });
}

async function firstOf(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of parts) return;
}

/** The same, for a program of another name; for the bundled generator of one that there is not. */
function otherDescription(description: Description): Description {
  const source = { type: 'program' as const, name: 'another-generator' };
  return { ...description, scenes: [{ duration: 1, source }] };
}
