import type { AdminClient } from './admin-client.js';

/** What the console shows of a worker; numbers are missing while it does not answer. */
export interface ShownWorker {
  readonly id: string;
  readonly pid: number;
  readonly state: string;
  readonly streams?: number;
  readonly pendingMoves?: number;
  readonly settledEpoch?: number;
}

export interface ClusterStatus {
  readonly epoch: number;
  readonly workers: readonly ShownWorker[];
}

export function readClusterStatus(admin: AdminClient): Promise<ClusterStatus> {
  return admin.ask<ClusterStatus>('GET', '/admin/cluster');
}

/**
 * The worker that has this ID.
 * @throws Error that names those there are
 */
export function workerIn({ workers }: ClusterStatus, id: string): ShownWorker {
  const found = workers.find((worker) => worker.id === id);
  if (found !== undefined) return found;
  const known = workers.map((worker) => worker.id).join(', ');
  throw new Error(`there is no worker ${id}; there are ${known === '' ? 'none' : known}`);
}
