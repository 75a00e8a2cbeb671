import type { ReplicationChoice } from '@understudy/metadata-store';
import type { MoveReason } from '@understudy/peer-protocol';
import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, reason } from './fields.js';

/** Copies that follow what another worker makes. */
export function replicationEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const follows = new Counter({
    name: 'understudy_follows_total',
    help: 'Feeds followed',
    labelNames: ['result'],
    registers,
  });
  const copied = new Counter({
    name: 'understudy_copied_bytes_total',
    help: 'Bytes that came from other workers: as a replica, for a player, to balance, to restore a lost copy',
    labelNames: ['reason'],
    registers,
  });
  const opened = new Counter({
    name: 'understudy_watermarks_open_total',
    help: 'Videos shown from one copy although they could not be made again with the same bytes',
    registers,
  });

  return {
    replicationSet({ policy, by }: ReplicationChoice) {
      logger.info({ event: 'replication.set', policy, by }, 'the replication policy is another one');
    },
    followStarted(artifact: StoredArtifact, url: string, asReplica: boolean) {
      logger.info({ event: 'follow', ...about(artifact), url, asReplica }, 'following');
    },
    followEnded(artifact: StoredArtifact, url: string, complete: boolean) {
      follows.inc({ result: complete ? 'complete' : 'partial' });
      logger.info({ event: 'followed', ...about(artifact), url, complete }, 'the feed ended');
    },
    followBroke(artifact: StoredArtifact, url: string, readers: number, error: unknown) {
      follows.inc({ result: 'broken' });
      logger.warn(
        { event: 'follow.broke', ...about(artifact), url, readers, ...reason(error) },
        'the feed broke',
      );
    },
    copied(reason: 'replica' | 'player' | MoveReason, bytes: number) {
      copied.inc({ reason }, bytes);
    },
    replicaRefused(artifact: StoredArtifact, worker: string, error: unknown) {
      logger.info(
        { event: 'replica.refused', ...about(artifact), other: worker, ...reason(error) },
        'a worker did not become the replica',
      );
    },
    notReplicated(artifact: StoredArtifact) {
      logger.warn({ event: 'replica.none', ...about(artifact) }, 'no other worker took a copy');
    },
    watermarkOpened(artifact: StoredArtifact) {
      opened.inc();
      logger.warn(
        { event: 'watermark.open', ...about(artifact) },
        'no other worker takes its bytes: they are shown from one copy',
      );
    },
    feedCut(artifact: StoredArtifact, follower: string, error: unknown) {
      logger.info({ event: 'feed.cut', ...about(artifact), follower, ...reason(error) }, 'a feed was cut');
    },
  };
}
