import { play } from '../player.js';
import type { CrashRun } from './crash-run.js';

/** How to make a worker pass the fault points of some areas, as often as it takes until one of them kills it. */
export interface Scenario {
  readonly what: string;
  /** The first words of the fault points that it passes: `seal` for `seal.renamed`. */
  readonly areas: readonly string[];
  /** The fault is armed for a pass from 1 to this: as many as one video has at least, or a few. */
  readonly passes: number;
  /** Further variables of the worker that is to die. */
  readonly env?: Readonly<Record<string, string>>;
  /** One round. Called until the worker is dead. Whatever is played must be whole and right. */
  round(run: CrashRun): Promise<void>;
}

/** Another area has its scenario here. */
export const scenarios: readonly Scenario[] = [
  {
    what: 'the master makes a video',
    areas: ['write', 'seal', 'describe'],
    passes: 12,
    round: async (run) => run.expectUndisturbed(await run.newVideo('master')),
  },
  {
    what: 'the replica follows one',
    areas: ['write', 'seal', 'describe'],
    passes: 12,
    round: async (run) => run.expectUndisturbed(await run.newVideo('replica')),
  },
  {
    what: 'the master makes a video from its end',
    areas: ['write', 'seal', 'describe'],
    passes: 4,
    async round(run) {
      const video = await run.newVideo('master');
      const last = run.segments - 1;
      const part = play(new URL(`${last}.m4s`, video.hls).href);
      await Promise.all([run.expectUndisturbed(video), part]);
    },
  },
  {
    what: 'a scrub finds damage, and it is repaired',
    areas: ['damage', 'repair', 'read'],
    passes: 2,
    async round(run) {
      const video = await run.newVideo('replica');
      await run.expectUndisturbed(video);
      await run.damageCopy(video);
    },
  },
];

/** Areas that no running cluster can be made to pass, and the test that kills a process there. */
export const elsewhere: Readonly<Record<string, string>> = {
  remove: 'services/worker/src/store/killed-while-removing.test.ts',
};
