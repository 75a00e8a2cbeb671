import type { MoveReason } from '@understudy/peer-protocol';
import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, reason } from './fields.js';

/** What a worker did about its copies in one change of the membership. */
export interface MoveSums {
  readonly offered: number;
  readonly removed: number;
  readonly removedBytes: number;
  readonly ms: number;
}

/** Copies that go where the ring says they belong. */
export function rebalanceEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const copiesRemoved = new Counter({
    name: 'understudy_copies_removed_total',
    help: 'Copies removed because they are where they belong',
    registers,
  });
  const moveFailures = new Counter({
    name: 'understudy_move_refusals_total',
    help: 'Times that a worker did not take a copy that belongs there',
    registers,
  });

  return {
    rebalanceStarted(epoch: number, copies: number) {
      logger.info({ event: 'rebalance', epoch, copies }, 'looking whether copies are where they belong');
    },
    rebalanceFinished(epoch: number, sums: MoveSums) {
      logger.info({ event: 'rebalanced', epoch, ...sums }, 'copies are where they belong');
    },
    moveOffered(artifact: StoredArtifact, worker: string, moveReason: MoveReason) {
      logger.info(
        { event: 'move.offered', ...about(artifact), other: worker, reason: moveReason },
        'a worker takes a copy that belongs there',
      );
    },
    moveRefused(worker: string, error: unknown) {
      moveFailures.inc();
      logger.warn({ event: 'move.refused', other: worker, ...reason(error) }, 'a worker takes no copies now');
    },
    moveWithoutRoom(worker: string) {
      moveFailures.inc();
      logger.info({ event: 'move.without-room', other: worker }, 'a worker has no room for copies now');
    },
    moveFailed(contentId: bigint, url: string, error: unknown) {
      logger.error(
        { event: 'move.failed', contentId: String(contentId), url, ...reason(error) },
        'a copy that belongs here could not be made',
      );
    },
    copyNotRemoved(artifact: StoredArtifact, error: unknown) {
      logger.error(
        { event: 'copy.not-removed', ...about(artifact), ...reason(error) },
        'a copy that is not needed here could not be removed',
      );
    },
    copyRemoved(artifact: StoredArtifact, bytes: number) {
      copiesRemoved.inc();
      logger.info(
        { event: 'copy.removed', ...about(artifact), bytes },
        'this copy is not needed here any more',
      );
    },
  };
}
