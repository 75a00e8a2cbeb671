import { UnderstudyError } from '@understudy/errors';
import { deleteVideo as deleteRecords } from '@understudy/video-records';
import type { CatalogContext } from './context.js';

/**
 * Deletes the video behind an opaque ID, for good: see `deleteVideo` of the records.
 * @throws UnderstudyError `not_found`, `metadata_unavailable`
 */
export async function deleteVideo(
  context: CatalogContext,
  id: string,
  requestId: string,
  by: string,
): Promise<void> {
  const contentId = context.ids.decode(id);
  if (contentId === undefined) throw new UnderstudyError('not_found');
  const { store, membership, events } = context;
  const onRecordsKept = events.recordsKept;
  const digest = await deleteRecords({ store, membership, onRecordsKept }, contentId);
  if (digest !== undefined) events.deleted(requestId, contentId, digest, by);
}
