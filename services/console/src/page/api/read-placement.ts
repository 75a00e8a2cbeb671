import type { AdminClient, Placement } from '@understudy/client';

/** Where a video belongs, and who has it. */
export function readPlacement(api: AdminClient, id: string): Promise<Placement> {
  return api.get('/admin/videos/{id}/placement', { path: { id } });
}
