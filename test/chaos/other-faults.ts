import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { flipBits, sealedFiles } from '../cluster/scrub.js';
import { setReplication } from '../cluster/start.js';
import { until } from '../cluster/until.js';
import { oneOf, passBetween } from './chance.js';
import type { Lane } from './fault.js';
import { laterWorkerId, type Stage, workerIds } from './stage.js';

/** Other lanes take the processor, and the metadata store, meanwhile. */
const deadlineMs = 120_000;

export const otherFaults: Lane = {
  'bits flipped': {
    copiesAway: 1,
    async inflict({ cluster }, random, tell) {
      const id = oneOf(workerIds, random);
      tell(id);
      // Its disk may be lost just now, and a file evicted or deleted since it was listed.
      const files = await sealedFiles(cluster.dataDir, id).catch(() => []);
      if (files.length > 0) await flipBits(oneOf(files, random).path, random).catch(() => undefined);
    },
  },
  'no replication': {
    copiesAway: 1,
    async inflict(stage, random) {
      await replicate(stage, 'never');
      await passBetween(random, 2_000, 10_000);
      await replicate(stage, 'always');
    },
  },
  'fifth worker': {
    copiesAway: 1,
    // It hands over what only it has.
    losesThem: true,
    async inflict({ cluster }, random) {
      const worker = await cluster.startWorker(laterWorkerId);
      await passBetween(random, 5_000, 20_000);
      worker.kill('SIGTERM');
      await worker.exited;
      await rm(join(cluster.dataDir, 'workers', laterWorkerId), { recursive: true });
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
