import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { flipBits, sealedFiles } from '../cluster/scrub.js';
import { setReplication } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { between, type Lane, manyProcesses, oneOf, type Stage, workerIds } from './faults.js';
import { childrenOf } from './held.js';

const deadlineMs = 120_000;

export const otherFaults: Lane = {
  'bits flipped': {
    async inflict(stage) {
      const { cluster, random } = stage;
      // Its disk may be lost just now, and a file evicted or deleted since it was listed.
      const files = await sealedFiles(cluster.dataDir, oneOf(workerIds, random)).catch(() => []);
      const file = files[Math.floor(random() * files.length)];
      if (file !== undefined) await flipBits(file.path, random).catch(() => undefined);
    },
  },
  'router process killed': {
    async inflict({ cluster, random }) {
      const router = cluster.routers[manyProcesses]?.pid as number;
      const serving = await childrenOf(router);
      process.kill(oneOf(serving, random), 'SIGKILL');
      await until('another process serves in its place', async () => {
        const now = await childrenOf(router);
        return now.length === serving.length && now.some((pid) => !serving.includes(pid));
      });
    },
  },
  'no replication': {
    copiesAway: 1,
    async inflict(stage) {
      await replicate(stage, 'never');
      await between(stage, 2_000, 10_000);
      await replicate(stage, 'always');
    },
  },
  'fifth worker': {
    copiesAway: 1,
    async inflict(stage) {
      const { cluster } = stage;
      const worker = await cluster.startWorker('w5');
      await between(stage, 5_000, 20_000);
      worker.kill('SIGTERM');
      await worker.exited;
      await rm(join(cluster.dataDir, 'workers', 'w5'), { recursive: true });
    },
  },
};

/** It is refused while the metadata store is away, and a worker that is stopped obeys later. */
function replicate({ cluster }: Stage, policy: string): Promise<void> {
  const isSet = () =>
    setReplication(cluster, policy).then(
      () => true,
      () => false,
    );
  return until(`replication is ${policy}`, isSet, deadlineMs);
}
