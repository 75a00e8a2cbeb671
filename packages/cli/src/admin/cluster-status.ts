import type { AdminClient, Cluster, Member } from '@understudy/client';

/**
 * The worker that has this ID.
 * @throws Error that names those there are
 */
export function workerIn({ workers }: Pick<Cluster, 'workers'>, id: string): Member {
  const found = workers.find((worker) => worker.id === id);
  if (found !== undefined) return found;
  const known = workers.map((worker) => worker.id).join(', ');
  throw new Error(`there is no worker ${id}; there are ${known === '' ? 'none' : known}`);
}

/** The members now. @throws ApiError */
export function readClusterStatus(admin: AdminClient): Promise<Cluster> {
  return admin.get('/admin/cluster');
}
