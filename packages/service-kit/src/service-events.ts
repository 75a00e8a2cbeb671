import { Gauge, type Registry } from 'prom-client';
import type { Logger } from './logger.js';

/** The events that services have in common; `whenAway` says what a service does without the metadata store. */
export function serviceEvents(logger: Logger, registry: Registry, whenAway: string) {
  const metadataReachable = new Gauge({
    name: 'understudy_metadata_reachable',
    help: 'Whether the metadata store answers',
    registers: [registry],
    aggregator: 'min',
  });
  // That it does not answer is told.
  metadataReachable.set(1);
  return {
    /** `healthUrl`: where health and metrics are shown in the clear, if anywhere. */
    listening(url: string, healthUrl?: string) {
      logger.info({ event: 'listening', url, healthUrl }, 'listening');
    },
    metadataReachable(reachable: boolean, error: unknown) {
      metadataReachable.set(reachable ? 1 : 0);
      if (reachable) logger.info({ event: 'metadata.reachable' }, 'the metadata store is reachable');
      else logger.warn({ event: 'metadata.away', error }, `the metadata store is away; ${whenAway}`);
    },
    collectorReachable(reachable: boolean, error: unknown) {
      if (reachable) logger.info({ event: 'traces.reachable' }, 'the collector of traces takes them again');
      else logger.warn({ event: 'traces.away', error }, 'the collector takes no traces; they are lost');
    },
  };
}
