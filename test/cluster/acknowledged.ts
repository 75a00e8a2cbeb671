import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { CatalogProcess } from './catalog-process.js';
import { seededRandom } from './random.js';
import { smallVideo } from './videos.js';

const writers = 8;
/** What a client waits that was refused. Short: the test is about the moments around a crash. */
const againAfterMs = 10;
/** Up to this long after the description that it waited for, so that a crash falls into any moment of the next one. */
const maxCrashDelayMs = 8;
const describeTimeoutMs = 60_000;

/**
 * Describes `count` videos, several at once, each until it is acknowledged, while `crash` is called `crashes` times at seeded
 * moments. Gives the titles that were acknowledged, by ID.
 */
export async function describeThroughCrashes(
  catalog: CatalogProcess,
  count: number,
  crashes: { readonly times: number; readonly seed: number; readonly crash: (time: number) => Promise<void> },
): Promise<Map<string, string>> {
  const random = seededRandom(crashes.seed);
  const acknowledged = new Map<string, string>();
  const progress = new EventTarget();
  const giveUp = AbortSignal.timeout(describeTimeoutMs);
  let next = 0;
  let crashing = true;

  const write = async () => {
    while (next < count) {
      const title = `${crashes.seed}-${next}`;
      next += 1;
      for (let id = undefined as string | undefined; id === undefined; ) {
        giveUp.throwIfAborted();
        id = await acknowledgedId(catalog, title);
        if (id === undefined) {
          await wait(againAfterMs);
          continue;
        }
        // A store that forgot what it had would count from the beginning.
        expect([id, acknowledged.get(id) ?? title]).toEqual([id, title]);
        acknowledged.set(id, title);
      }
      progress.dispatchEvent(new Event('acknowledged'));
    }
  };
  const crashAll = async () => {
    for (let time = 0; time < crashes.times; time += 1) {
      // Somewhere in its own share of the descriptions, and never after the last.
      const at = Math.floor(((time + random()) * count) / (crashes.times + 1));
      while (acknowledged.size < at) await once(progress, 'acknowledged', { signal: giveUp });
      await wait(random() * maxCrashDelayMs);
      expect(acknowledged.size).toBeLessThan(count);
      await crashes.crash(time);
    }
    crashing = false;
  };
  await Promise.all([crashAll(), ...Array.from({ length: writers }, write)]);
  expect(crashing).toBe(false);
  // No two descriptions were given one ID.
  expect(acknowledged.size).toBe(count);
  return acknowledged;
}

/** Undefined when it was refused or the catalog died; the same description may be sent again. */
async function acknowledgedId(catalog: CatalogProcess, title: string): Promise<string | undefined> {
  // Where nobody answers, the catalog is what was killed.
  const answer = await catalog.describe(smallVideo(title)).catch(() => undefined);
  if (answer === undefined) return undefined;
  if (answer.status === 201 || answer.status === 200) return answer.id;
  expect(answer).toMatchObject({ status: 503, code: 'metadata_unavailable' });
  return undefined;
}

/** Shows that the catalog has every acknowledged description as it was. */
export async function expectAllThere(
  catalog: CatalogProcess,
  acknowledged: ReadonlyMap<string, string>,
): Promise<void> {
  const left = [...acknowledged];
  const missing: string[] = [];
  const read = async () => {
    for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
      const [id, title] = entry;
      const description = (await catalog.read(id)) as { title?: string } | undefined;
      if (description?.title !== title) missing.push(title);
    }
  };
  await Promise.all(Array.from({ length: writers }, read));
  expect(missing).toEqual([]);
}
