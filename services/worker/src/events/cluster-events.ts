import { type Logger, serviceEvents } from '@understudy/service-kit';

/** The cluster as this worker sees it. */
export function clusterEvents(logger: Logger) {
  return {
    ...serviceEvents(logger, 'what exists still plays'),
    membership(epoch: number, members: readonly string[]) {
      logger.info({ event: 'membership', epoch, members }, 'membership changed');
    },
  };
}
