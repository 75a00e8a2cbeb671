import type { Logger } from '@understudy/service-kit';

/** The cluster as this worker sees it. */
export function clusterEvents(logger: Logger) {
  return {
    listening(url: string) {
      logger.info({ event: 'listening', url }, 'listening');
    },
    metadataReachable(reachable: boolean, error: unknown) {
      if (reachable) logger.info({ event: 'metadata.reachable' }, 'the metadata store is reachable');
      else
        logger.warn({ event: 'metadata.away', error }, 'the metadata store is away; what exists still plays');
    },
    membership(epoch: number, members: readonly string[]) {
      logger.info({ event: 'membership', epoch, members }, 'membership changed');
    },
  };
}
