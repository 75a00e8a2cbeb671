import type { Scenario } from '../scenario.js';

/** Copies are looked at within this, by the pace that the test sets. */
const roundMs = 2_000;

export const moving: readonly Scenario[] = [
  {
    what: 'the master comes back to what was made without it',
    points: ['rebalance.copied', 'write', 'seal'],
    passes: 1,
    async prepare(run) {
      const video = await run.newVideo('master');
      await run.without(run.victim, () => run.expectUndisturbed(video));
    },
    round: (run) => run.deadWithin(roundMs),
  },
  {
    what: 'a worker has a copy that belongs to others, and they have it too',
    points: ['rebalance.promised', 'remove'],
    passes: 1,
    async prepare(run) {
      const video = await run.newVideo('third');
      await run.without(video.master, () => run.expectUndisturbed(video));
      await run.untilHeldBy(run.victim, video);
    },
    round: (run) => run.deadWithin(roundMs),
  },
];
