import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import { reason } from './fields.js';

/** Videos that were deleted. */
export function deletionEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const deletions = new Counter({
    name: 'understudy_deletions_applied_total',
    help: 'Deleted videos of which something was removed here',
    registers,
  });

  return {
    videoDeleted(contentId: bigint, directories: number) {
      deletions.inc();
      logger.info(
        { event: 'video.deleted', contentId: String(contentId), directories },
        'a deleted video was removed',
      );
    },
    deletionsFailed(error: unknown) {
      logger.error(
        { event: 'deletions.failed', ...reason(error) },
        'deletions cannot be applied; they are tried again',
      );
    },
  };
}
