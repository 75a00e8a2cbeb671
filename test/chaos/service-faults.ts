import type { ServiceProcess } from '@understudy/cli';
import { childrenOf } from '../cluster/process-facts.js';
import { until } from '../cluster/until.js';
import { oneOf, passBetween } from './chance.js';
import type { Fault, Lane } from './fault.js';
import { brokenRouter, type Stage } from './stage.js';

/** Other lanes take the processor meanwhile. */
const deadlineMs = 120_000;
const longestAwayMs = 6_000;

/** What has no videos: whoever is connected to it notices, and nobody else. */
export const serviceFaults: Lane = {
  'catalog killed': killed(({ catalog }) => catalog),
  'console killed': killed((cluster) => cluster.console),
  'router killed': killed(({ routers }) => routers[brokenRouter]),
  'router process killed': {
    async inflict({ cluster }, random) {
      const router = cluster.routers[brokenRouter]?.pid as number;
      const serving = await childrenOf(router);
      process.kill(oneOf(serving, random), 'SIGKILL');
      const isReplaced = async () => {
        const now = await childrenOf(router);
        return now.length === serving.length && now.some((pid) => !serving.includes(pid));
      };
      await until('another process serves in its place', isReplaced, deadlineMs);
    },
  },
};

/** Is started again, at its address, `longestAwayMs` later at most. */
function killed(which: (cluster: Stage['cluster']) => ServiceProcess | undefined): Fault {
  return {
    async inflict({ cluster }, random) {
      const process = which(cluster) as ServiceProcess;
      process.kill('SIGKILL');
      await process.exited;
      await passBetween(random, 0, longestAwayMs);
      await cluster.startAgain(process.name);
    },
  };
}
