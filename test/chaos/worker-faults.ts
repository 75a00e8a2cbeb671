import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { between, type Lane, oneOf, type Stage, workerIds } from './faults.js';

const anyWorker = ({ random }: Stage) => oneOf(workerIds, random);

export const workerFaults: Lane = {
  'worker killed': {
    copiesAway: 1,
    async inflict(stage) {
      const id = anyWorker(stage);
      await stage.cluster.crash(id);
      await between(stage, 0, 8_000);
      await stage.cluster.startWorker(id);
    },
  },
  'two workers killed': {
    copiesAway: 2,
    async inflict(stage) {
      const first = anyWorker(stage);
      const others = workerIds.filter((id) => id !== first);
      const ids = [first, oneOf(others, stage.random)];
      await Promise.all(ids.map((id) => stage.cluster.crash(id)));
      await between(stage, 0, 4_000);
      await Promise.all(ids.map((id) => stage.cluster.startWorker(id)));
    },
  },
  'all workers killed': {
    copiesAway: 4,
    async inflict({ cluster }) {
      await Promise.all(workerIds.map((id) => cluster.crash(id)));
      await Promise.all(workerIds.map((id) => cluster.startWorker(id)));
    },
  },
  'worker stopped': {
    copiesAway: 1,
    async inflict(stage) {
      const worker = stage.cluster.worker(anyWorker(stage));
      worker.kill('SIGSTOP');
      await between(stage, 500, 25_000);
      worker.kill('SIGCONT');
    },
  },
  'worker drained': {
    copiesAway: 1,
    async inflict(stage) {
      const worker = stage.cluster.worker(anyWorker(stage));
      worker.kill('SIGTERM');
      await worker.exited;
      await between(stage, 0, 3_000);
      await stage.cluster.startWorker(worker.name);
    },
  },
  'disk lost': {
    copiesAway: 1,
    async inflict(stage) {
      const id = anyWorker(stage);
      await stage.cluster.crash(id);
      await rm(join(stage.cluster.dataDir, 'workers', id), { recursive: true });
      await between(stage, 0, 5_000);
      await stage.cluster.startWorker(id);
    },
  },
};
