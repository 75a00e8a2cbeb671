import type { Description } from '@understudy/description';
import type { Generator } from '../generator.js';
import { descendants, gone } from './processes.js';
import { expectThat, type Reporter } from './report.js';

/** From an abort to the end of the call. */
const endsWithinMs = 1_000;

/** However a run ends, nothing of it goes on. */
export async function checkEnds(
  reporter: Reporter,
  generator: Generator,
  description: Description,
): Promise<void> {
  const run = (signal: AbortSignal): AsyncIterable<unknown> =>
    generator.resumable === 'none'
      ? generator.stream(description, signal)
      : generator.segment(description, 0, signal);

  await reporter.check('aborted before it begins, it throws the reason and starts nothing', async () => {
    const before = await descendants();
    const reason = new Error('nobody wants it');
    expectThat((await errorOf(run(AbortSignal.abort(reason)))) === reason, 'it did not throw the reason');
    await gone(startedSince(before, await descendants()));
    return undefined;
  });
  await reporter.check('aborted in the middle, it throws the reason and leaves no process', async () => {
    const before = await descendants();
    const leaving = new AbortController();
    const reason = new Error('nobody wants it any more');
    let started: ReadonlySet<number> = new Set();
    let abortedAtMs = 0;
    const error = await errorOf(run(leaving.signal), async () => {
      started = startedSince(before, await descendants());
      abortedAtMs = performance.now();
      leaving.abort(reason);
    });
    const ms = Math.round(performance.now() - abortedAtMs);
    expectThat(error === reason, `it did not throw the reason, but ${error ?? 'nothing'}`);
    expectThat(ms <= endsWithinMs, `it ended ${ms} ms later`);
    await gone(started);
    return `${ms} ms`;
  });
  await reporter.check('a reader that leaves ends it, and leaves no process', async (signal) => {
    const before = await descendants();
    let started: ReadonlySet<number> = new Set();
    for await (const _ of run(signal)) {
      started = startedSince(before, await descendants());
      break;
    }
    await gone(started);
    return undefined;
  });
}

/** What a run throws; `onFirst` is called with its first bytes. */
async function errorOf(
  run: AsyncIterable<unknown>,
  onFirst: () => Promise<void> = async () => {},
): Promise<unknown> {
  let isFirst = true;
  try {
    for await (const _ of run) {
      if (isFirst) await onFirst();
      isFirst = false;
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

function startedSince(before: ReadonlySet<number>, now: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...now].filter((pid) => !before.has(pid)));
}
