import { type Description, planSegments } from '@understudy/description';
import type { Generator, StreamGenerator } from '../generator.js';
import { differenceOf } from './check-segments.js';
import type { Made } from './judge-bytes.js';
import { expectThat, type Reporter } from './report.js';

/** What a generator promises that makes a video from its beginning only. Gives the segments that it made. */
export async function checkStream(
  reporter: Reporter,
  generator: StreamGenerator,
  again: Generator,
  description: Description,
): Promise<Made[]> {
  const { segmentCount } = planSegments(description);
  let made: Made[] = [];
  await reporter.check('it makes the initialization segment and every segment, in order', async (signal) => {
    made = await makeAll(generator, description, signal);
    expectThat(made.length === segmentCount, `${made.length} of ${segmentCount} segments were made`);
    return undefined;
  });
  await reporter.check('two runs at once do not disturb each other', async (signal) => {
    expectThat(again.resumable === 'none', `opened again, it is resumable by ${again.resumable}`);
    const [one, other] = await Promise.all([
      makeAll(generator, description, signal),
      makeAll(again, description, signal),
    ]);
    expectThat(one.length === segmentCount && other.length === segmentCount, 'segments are missing');
    const whole = (segments: readonly Made[]) => Buffer.concat(segments.map(({ media }) => media));
    const at = differenceOf(whole(one), whole(other));
    return at === undefined
      ? 'with the same bytes: a video whose worker is lost goes on'
      : `with other bytes from ${at} on, as it may: a video whose worker is lost is cut`;
  });
  return made;
}

async function makeAll(
  generator: StreamGenerator,
  description: Description,
  signal: AbortSignal,
): Promise<Made[]> {
  const init: Uint8Array[] = [];
  const media: Uint8Array[][] = [];
  for await (const { piece, bytes } of generator.stream(description, signal)) {
    // What is yielded is good until the next is asked for.
    const kept = Buffer.from(bytes);
    if (piece === 'init') {
      expectThat(media.length === 0, 'initialization bytes come behind media bytes');
      init.push(kept);
      continue;
    }
    if (piece === media.length) media.push([]);
    expectThat(piece === media.length - 1, `segment ${piece} comes behind segment ${media.length - 1}`);
    media[piece]?.push(kept);
  }
  return media.map((parts) => ({ init: Buffer.concat(init), media: Buffer.concat(parts) }));
}
