import type { Scenario } from '../scenario.js';

/** What becomes of copies that are there: they are read, go for want of room, and are found damaged. */
export const keeping: readonly Scenario[] = [
  {
    what: 'the master plays what it has',
    points: ['read'],
    passes: 3,
    prepare: async (run) => run.expectUndisturbed(await run.newVideo('master')),
    round: (run) => run.expectAllUndisturbed(),
  },
  {
    what: 'a worker has less room than copies',
    points: ['evict', 'remove'],
    passes: 2,
    env: { UNDERSTUDY_DISK_QUOTA_BYTES: '1200000', UNDERSTUDY_DISK_CHECK_MS: '50' },
    async prepare(run) {
      for (let copy = 0; copy < 3; copy += 1) await run.expectUndisturbed(await run.newVideo('master'));
    },
    round: async (run) => run.expectUndisturbed(await run.newVideo('master')),
  },
  {
    what: 'the master finds its copy damaged, and another has a good one',
    points: ['damage', 'repair'],
    passes: 1,
    async prepare(run) {
      const video = await run.newVideo('master');
      await run.expectUndisturbed(video);
      await run.untilCopied(video);
      await run.damage(video);
    },
    round: (run) => run.expectAllUndisturbed(),
  },
];
