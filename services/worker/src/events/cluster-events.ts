import { type Logger, serviceEvents } from '@understudy/service-kit';
import type { Registry } from 'prom-client';

/** The cluster as this worker sees it. */
export function clusterEvents(logger: Logger, registry: Registry) {
  return {
    ...serviceEvents(logger, registry, 'what exists still plays'),
    membership(epoch: number, members: readonly string[]) {
      logger.info({ event: 'membership', epoch, members }, 'membership changed');
    },
  };
}
