import { play } from '../player.js';
import type { CrashRun } from './crash-run.js';

/** How to make a worker pass the fault points of some areas, as often as it takes until one of them kills it. */
export interface Scenario {
  readonly what: string;
  /** The fault points that it passes: `seal` stands for `seal.renamed` as well. */
  readonly areas: readonly string[];
  /** The fault is armed for a pass from 1 to this: as many as one video has at least, or a few. */
  readonly passes: number;
  /** Further variables of the worker that is to die. */
  readonly env?: Readonly<Record<string, string>>;
  /** What must be there before; the worker is not armed yet. */
  prepare?(run: CrashRun): Promise<void>;
  /** One round. Called until the worker is dead. Whatever is played must be whole and right. */
  round(run: CrashRun): Promise<void>;
  /** What the worker goes on with when it is back. */
  after?(run: CrashRun): Promise<unknown>;
}

/** Copies are looked at within this, by the pace that the test sets. */
const roundMs = 2_000;

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
    after: (run) => run.untilScrubbed(),
  },
  {
    what: 'a worker has less room than copies',
    areas: ['evict', 'remove'],
    passes: 2,
    env: { UNDERSTUDY_DISK_QUOTA_BYTES: '1200000', UNDERSTUDY_DISK_CHECK_MS: '50' },
    async prepare(run) {
      for (let copy = 0; copy < 3; copy += 1) await run.expectUndisturbed(await run.newVideo('master'));
    },
    round: async (run) => run.expectUndisturbed(await run.newVideo('master')),
  },
  {
    what: 'the master comes back to what was made without it',
    areas: ['rebalance.copied', 'write', 'seal'],
    passes: 1,
    async prepare(run) {
      const video = await run.newVideo('master');
      await run.without(run.victim, () => run.expectUndisturbed(video));
    },
    round: (run) => run.deadWithin(roundMs),
  },
  {
    what: 'a worker has a copy that belongs to others, and they have it too',
    areas: ['rebalance.promised', 'remove'],
    passes: 1,
    async prepare(run) {
      const video = await run.newVideo('third');
      await run.without(video.master, () => run.expectUndisturbed(video));
      await run.untilHeldBy(run.victim, video);
    },
    round: (run) => run.deadWithin(roundMs),
  },
];
