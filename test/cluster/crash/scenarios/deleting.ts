import type { Scenario } from '../scenario.js';

export const deleting: readonly Scenario[] = [
  {
    what: 'a worker has a copy of what is deleted',
    points: ['delete', 'remove', 'archive.remove'],
    passes: 1,
    async round(run) {
      const video = await run.newVideo('master');
      await run.expectUndisturbed(video);
      await run.delete(video);
      await run.deadWithin(2_000);
    },
  },
];
