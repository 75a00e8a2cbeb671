import type { CopyDemand } from '@understudy/peer-protocol';
import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, reason } from './fields.js';

/** Further copies of what many ask for. */
export function hotEvents(logger: Logger, registry: Registry) {
  const changes = new Counter({
    name: 'understudy_hot_copies_total',
    help: 'Further copies that this worker took on, and that cooled here',
    labelNames: ['change'],
    registers: [registry],
  });

  return {
    hotOffered(
      artifact: StoredArtifact,
      worker: string,
      { copies, demands }: { readonly copies: number; readonly demands: readonly CopyDemand[] },
    ) {
      const players = demands.reduce((sum, demand) => sum + demand.players, 0);
      const requestsPerS = Math.round(demands.reduce((sum, demand) => sum + demand.requestsPerS, 0));
      logger.info(
        { event: 'hot.offered', ...about(artifact), other: worker, copies, players, requestsPerS },
        'more players ask for it than its copies are for: a worker takes a further one',
      );
    },
    hotTaken(contentId: bigint, url: string) {
      changes.inc({ change: 'taken' });
      logger.info({ event: 'hot.taken', contentId: String(contentId), url }, 'a further copy is made here');
    },
    hotCooled(artifact: StoredArtifact) {
      changes.inc({ change: 'cooled' });
      logger.info({ event: 'hot.cooled', ...about(artifact) }, 'a further copy is not needed here any more');
    },
    hotFailed(artifact: StoredArtifact, error: unknown) {
      logger.error(
        { event: 'hot.failed', ...about(artifact), ...reason(error) },
        'whether more copies are needed could not be found out',
      );
    },
  };
}
