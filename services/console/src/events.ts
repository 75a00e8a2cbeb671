import type { MemberState, ReplicationChoice } from '@understudy/metadata-store';
import { type Logger, serviceEvents } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';

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
    streamEnded(router: string, requestId: string) {
      logger.info(
        { event: 'operator.end-stream', router, requestId },
        'an operator had an open response cut',
      );
    },
    killed(worker: string, pid: number) {
      logger.warn({ event: 'operator.kill', worker, pid }, 'an operator killed a worker of this machine');
    },
    stateSet(worker: string, state: MemberState) {
      states.inc({ state });
      logger.info({ event: 'operator.state', worker, state }, 'an operator set the state of a worker');
    },
  };
}
