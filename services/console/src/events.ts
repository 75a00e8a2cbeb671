import type { MemberState, ReplicationChoice } from '@understudy/metadata-store';
import { type Logger, serviceEvents } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { RegenerationAnswer } from './answers.js';

export type ConsoleEvents = ReturnType<typeof createEvents>;

/** One helper per event: the log line and the counter, so that they cannot disagree. */
export function createEvents(logger: Logger, registry: Registry) {
  const states = new Counter({
    name: 'understudy_operator_states_total',
    help: 'Worker states set by an operator',
    labelNames: ['state'],
    registers: [registry],
  });

  return {
    ...serviceEvents(logger, registry, 'members as last known'),
    replicationSet({ policy, by }: ReplicationChoice, forMs: number | undefined) {
      logger.info(
        { event: 'operator.replication', policy, by, forMs },
        'an operator set the replication policy',
      );
    },
    evicted(contentId: bigint, workers: readonly string[]) {
      logger.info(
        { event: 'operator.evict', contentId: String(contentId), workers },
        'an operator had copies of a video removed',
      );
    },
    regenerated(
      contentId: bigint,
      { workers, unarchived, maker }: Omit<RegenerationAnswer, 'maker'> & { maker: string },
    ) {
      const evicted = workers.filter(({ result }) => result === 'evicted').map(({ worker }) => worker);
      logger.info(
        { event: 'operator.regenerate', contentId: String(contentId), workers: evicted, unarchived, maker },
        'an operator had all copies of a video removed, and it is made again',
      );
    },
    regenerationKept(contentId: bigint, workers: RegenerationAnswer['workers']) {
      const kept = workers.filter(({ result }) => result !== 'evicted' && result !== 'none');
      logger.warn(
        {
          event: 'operator.regenerate.kept',
          contentId: String(contentId),
          workers: kept.map(({ worker }) => worker),
        },
        'a video is not made again: copies of it stayed',
      );
    },
    deleted(contentId: bigint, digest: string) {
      logger.info(
        { event: 'operator.delete', contentId: String(contentId), digest },
        'an operator deleted a video',
      );
    },
    recordsKept(contentId: bigint, error: unknown) {
      logger.warn(
        { event: 'deleted.records', contentId: String(contentId), error },
        'records of a deleted video are left in the metadata store',
      );
    },
    stateSet(worker: string, state: MemberState) {
      states.inc({ state });
      logger.info({ event: 'operator.state', worker, state }, 'an operator set the state of a worker');
    },
  };
}
