import { type Caller, keyEvents } from '@understudy/access-keys';
import type { KeyRecord, MemberState, ReplicationChoice, RevocationKind } from '@understudy/metadata-store';
import { peerTlsEvents } from '@understudy/peer-protocol';
import { type Logger, serviceEvents } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { RegenerationAnswer } from './answers/videos.js';

/** Somebody who tries keys must not fill the log. */
const throttledEveryMs = 10_000;

export type ConsoleEvents = ReturnType<typeof createEvents>;

/** One helper per event: the log line and the counter, so that they cannot disagree. */
export function createEvents(logger: Logger, registry: Registry) {
  const states = new Counter({
    name: 'understudy_operator_states_total',
    help: 'Worker states set by an operator',
    labelNames: ['state'],
    registers: [registry],
  });

  let throttledAtMs = Number.NEGATIVE_INFINITY;

  return {
    ...serviceEvents(logger, registry, 'members as last known'),
    ...keyEvents(logger, registry),
    ...peerTlsEvents(logger, registry),
    /** Who asks for a change; what came of it is told by the event of that. */
    asked({ id: by }: Caller, requestId: string, method: string, route: string) {
      logger.info(
        { event: 'operator.asked', by, requestId, method, route },
        'an operator asked for a change',
      );
    },
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
    /** Whose it was is not told: it may be a person's name. */
    revoked(kind: RevocationKind, obeying: number, routers: number) {
      logger.info(
        { event: 'operator.revoke', kind, obeying, routers },
        'an operator revoked playback tokens',
      );
    },
    unrevoked(kind: RevocationKind) {
      logger.info({ event: 'operator.unrevoke', kind }, 'an operator took a revocation back');
    },
    keysThrottled(address: string) {
      if (performance.now() - throttledAtMs < throttledEveryMs) return;
      throttledAtMs = performance.now();
      logger.warn({ event: 'keys.throttled', address }, 'too many wrong keys came from one address');
    },
    keyCreated({ id: keyId, name, scopes, expiresAtMs }: KeyRecord, { id: by }: Caller) {
      logger.info(
        { event: 'operator.key-created', keyId, name, scopes, expiresAtMs, by },
        'an operator created a key',
      );
    },
    keyRotated(keyId: string, overlapMs: number, { id: by }: Caller) {
      logger.info(
        { event: 'operator.key-rotated', keyId, overlapMs, by },
        'an operator gave a key another secret',
      );
    },
    keyRevoked(keyId: string, { id: by }: Caller) {
      logger.info({ event: 'operator.key-revoked', keyId, by }, 'an operator revoked a key');
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
    streamEnded(router: string, requestId: string) {
      logger.info(
        { event: 'operator.end-stream', router, requestId },
        'an operator had an open response cut',
      );
    },
    killed(worker: string, pid: number) {
      logger.warn({ event: 'operator.kill', worker, pid }, 'an operator killed a worker of this machine');
    },
    scrubbed(worker: string) {
      logger.info({ event: 'operator.scrub', worker }, 'an operator had a worker read all that it has');
    },
    stateSet(worker: string, state: MemberState) {
      states.inc({ state });
      logger.info({ event: 'operator.state', worker, state }, 'an operator set the state of a worker');
    },
  };
}
