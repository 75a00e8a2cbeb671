import { play } from '../../player.js';
import type { Scenario } from '../scenario.js';

const points = ['write', 'seal', 'describe'];

export const making: readonly Scenario[] = [
  {
    what: 'the master makes a video',
    points,
    passes: 12,
    round: async (run) => run.expectUndisturbed(await run.newVideo('master')),
  },
  {
    what: 'the replica follows one',
    points,
    passes: 12,
    round: async (run) => run.expectUndisturbed(await run.newVideo('replica')),
  },
  {
    what: 'the master makes a video from its end',
    points,
    passes: 4,
    async round(run) {
      const video = await run.newVideo('master');
      const part = play(new URL(`${run.segments - 1}.m4s`, video.hls).href);
      await Promise.all([run.expectUndisturbed(video), part]);
    },
  },
];
