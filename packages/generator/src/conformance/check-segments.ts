import { type Description, planSegments } from '@understudy/description';
import { isUnderstudyError } from '@understudy/errors';
import type { SegmentGenerator } from '../generator.js';
import { judgeSegment, type Made } from './judge-bytes.js';
import { expectThat, type Reporter } from './report.js';

/** A segment from the end may cost this many times what the first does, and so much more for what a run costs to start. */
const lateFactor = 3;
const lateMs = 2_000;

/** What a generator promises that makes each segment by itself. Gives the segments that it made. */
export async function checkSegments(
  reporter: Reporter,
  generator: SegmentGenerator,
  again: SegmentGenerator | { readonly resumable: 'none' },
  description: Description,
): Promise<Made[]> {
  const plan = planSegments(description);
  const last = plan.segmentCount - 1;
  const made: Made[] = [];
  let firstMs = 0;
  await reporter.check('it makes every segment', async (signal) => {
    expectThat(plan.segmentCount > 1, 'the description has one segment only: describe a longer video');
    for (let index = 0; index <= last; index += 1) {
      const startedAtMs = performance.now();
      made.push(await makeSegment(generator, description, index, signal));
      if (index === 0) firstMs = performance.now() - startedAtMs;
    }
    return `the first in ${Math.round(firstMs)} ms`;
  });
  await reporter.check('every segment brings the same initialization segment', async (signal) => {
    const alone = Buffer.from(await generator.init(description, signal));
    for (const [index, { init }] of made.entries())
      expectThat(init.equals(alone), `that of segment ${index} is another than init() gives`);
    return undefined;
  });
  await reporter.check('a late segment is made by itself, without what comes before', async (signal) => {
    expectThat(again.resumable !== 'none', 'opened again, it is resumable by none');
    const startedAtMs = performance.now();
    const late = await makeSegment(again, description, last, signal);
    const ms = performance.now() - startedAtMs;
    if (generator.resumable === 'byte') expectSame(late, made[last], last);
    else await judgeSegment(late, plan, last);
    expectThat(
      ms <= firstMs * lateFactor + lateMs,
      `it took ${Math.round(ms)} ms, the first ${Math.round(firstMs)}`,
    );
    return `${Math.round(ms)} ms`;
  });
  await reporter.check(
    generator.resumable === 'byte'
      ? 'two runs at once give the same bytes'
      : 'two runs at once give whole segments',
    async (signal) => {
      const [one, other] = await Promise.all([
        makeSegment(generator, description, 0, signal),
        makeSegment(generator, description, last, signal),
      ]);
      for (const [index, each] of [[0, one] as const, [last, other] as const]) {
        if (generator.resumable === 'byte') expectSame(each, made[index], index);
        else await judgeSegment(each, plan, index);
      }
      return undefined;
    },
  );
  await reporter.check('a segment that there is not is refused as not_found', async (signal) => {
    const error = await makeSegment(generator, description, plan.segmentCount, signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expectThat(isUnderstudyError(error, 'not_found'), `it was ${error ?? 'made'}`);
    return undefined;
  });
  return made;
}

async function makeSegment(
  generator: SegmentGenerator,
  description: Description,
  index: number,
  signal: AbortSignal,
): Promise<Made> {
  const parts = { init: [] as Uint8Array[], media: [] as Uint8Array[] };
  for await (const { piece, bytes } of generator.segment(description, index, signal)) {
    if (piece === 'init')
      expectThat(parts.media.length === 0, `segment ${index}: initialization bytes come behind media bytes`);
    // What is yielded is good until the next is asked for.
    parts[piece].push(Buffer.from(bytes));
  }
  return { init: Buffer.concat(parts.init), media: Buffer.concat(parts.media) };
}

function expectSame(made: Made, before: Made | undefined, index: number): void {
  if (before === undefined) throw new Error(`segment ${index} was not made before`);
  const at = differenceOf(made.media, before.media);
  expectThat(at === undefined, `segment ${index} has other bytes from ${at} on`);
  expectThat(made.init.equals(before.init), `the initialization segment of segment ${index} has other bytes`);
}

/** The first position where two byte sequences differ; undefined where they are equal. */
export function differenceOf(one: Buffer, other: Buffer): number | undefined {
  if (one.equals(other)) return undefined;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at;
  return length;
}
