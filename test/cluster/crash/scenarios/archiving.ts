import type { Scenario } from '../scenario.js';

/** Whoever has a complete copy uploads it at once. */
const env = {
  UNDERSTUDY_ARCHIVE_POLICY: 'complete',
  UNDERSTUDY_ARCHIVE_GRACE_MS: '0',
  UNDERSTUDY_ARCHIVE_SWEEP_MS: '200',
  UNDERSTUDY_ARCHIVE_RETRY_MS: '200',
};

export const archiving: readonly Scenario[] = [
  {
    what: 'a replica archives what it has',
    points: [
      'archive.begun',
      'archive.part',
      'archive.part-noted',
      'archive.sent',
      'archive.completed',
      'archive.manifest',
    ],
    passes: 1,
    env,
    async round(run) {
      await run.expectUndisturbed(await run.newVideo('replica'));
      await run.deadWithin(1_000);
    },
    afterwards: (run) => run.untilArchived(),
  },
  {
    what: 'the master reads what no worker has any more',
    points: ['archive.fetched'],
    passes: 2,
    env,
    async prepare(run) {
      const video = await run.newVideo('master');
      await run.restart(env);
      await run.expectUndisturbed(video);
      await run.untilArchived();
      await run.loseCopies(video);
    },
    round: (run) => run.expectAllUndisturbed(),
  },
];
