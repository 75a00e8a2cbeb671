import type { Logger } from './logger.js';

/** The events that services have in common; `whenAway` says what a service does without the metadata store. */
export function serviceEvents(logger: Logger, whenAway: string) {
  return {
    listening(url: string) {
      logger.info({ event: 'listening', url }, 'listening');
    },
    metadataReachable(reachable: boolean, error: unknown) {
      if (reachable) logger.info({ event: 'metadata.reachable' }, 'the metadata store is reachable');
      else logger.warn({ event: 'metadata.away', error }, `the metadata store is away; ${whenAway}`);
    },
  };
}
