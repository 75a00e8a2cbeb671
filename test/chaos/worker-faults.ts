import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { oneOf, passBetween } from './chance.js';
import type { Lane } from './fault.js';
import { workerIds } from './stage.js';

export const workerFaults: Lane = {
  'worker killed': {
    copiesAway: 1,
    async inflict({ cluster }, random, tell) {
      const id = oneOf(workerIds, random);
      tell(id);
      await cluster.crash(id);
      await passBetween(random, 0, 8_000);
      await cluster.startWorker(id);
    },
  },
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
    copiesAway: 1,
    async inflict({ cluster }, random, tell) {
      const id = oneOf(workerIds, random);
      tell(id);
      await cluster.crash(id);
      await rm(join(cluster.dataDir, 'workers', id), { recursive: true });
      await passBetween(random, 0, 5_000);
      await cluster.startWorker(id);
    },
  },
};
