import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { oneOf, passBetween } from './chance.js';
import type { Fault, Lane } from './fault.js';
import { type Stage, workerIds } from './stage.js';

export const workerFaults: Lane = {
  'worker killed': oneKilled(8_000),
  'two workers killed': {
    copiesAway: 2,
    async inflict({ cluster }, random, tell) {
      const first = oneOf(workerIds, random);
      const others = workerIds.filter((id) => id !== first);
      const ids = [first, oneOf(others, random)];
      tell(ids.join(' and '));
      await Promise.all(ids.map((id) => cluster.crash(id)));
      await passBetween(random, 0, 4_000);
      await Promise.all(ids.map((id) => cluster.startWorker(id)));
    },
  },
  'all workers killed': {
    copiesAway: workerIds.length,
    async inflict({ cluster }) {
      await Promise.all(workerIds.map((id) => cluster.crash(id)));
      await Promise.all(workerIds.map((id) => cluster.startWorker(id)));
    },
  },
  'worker stopped': {
    copiesAway: 1,
    async inflict({ cluster }, random, tell) {
      const worker = cluster.worker(oneOf(workerIds, random));
      tell(worker.name);
      worker.kill('SIGSTOP');
      await passBetween(random, 500, 25_000);
      worker.kill('SIGCONT');
    },
  },
  'worker drained': {
    copiesAway: 1,
    async inflict({ cluster }, random, tell) {
      const worker = cluster.worker(oneOf(workerIds, random));
      tell(worker.name);
      worker.kill('SIGTERM');
      await worker.exited;
      await passBetween(random, 0, 3_000);
      await cluster.startWorker(worker.name);
    },
  },
  'disk lost': {
    losesThem: true,
    ...oneKilled(5_000, ({ cluster }, id) => rm(join(cluster.dataDir, 'workers', id), { recursive: true })),
  },
};

/** Is there again `longestMs` later at most, and after what happens `meanwhile`. */
function oneKilled(
  longestMs: number,
  meanwhile: (stage: Stage, id: string) => Promise<void> = async () => undefined,
): Fault {
  return {
    copiesAway: 1,
    async inflict(stage, random, tell) {
      const id = oneOf(workerIds, random);
      tell(id);
      await stage.cluster.crash(id);
      await meanwhile(stage, id);
      await passBetween(random, 0, longestMs);
      await stage.cluster.startWorker(id);
    },
  };
}
