import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import type { ClusterMembership } from '../membership/membership.js';
import type { Production } from '../produce/production.js';
import type { Moves } from '../rebalance/moves.js';
import type { Streams } from '../routes/streams.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import { Drain } from './drain.js';

interface Parts {
  readonly selfId: string;
  readonly membership: Pick<ClusterMembership, 'view' | 'isShown' | 'announceDraining'>;
  readonly streams: Streams;
  readonly store: Pick<ArtifactStore, 'all'>;
  /** Those that were begun. */
  readonly begun: ReadonlyMap<bigint, Production>;
  readonly moves: () => Pick<Moves, 'pending' | 'settledEpoch' | 'leave' | 'stay'>;
  readonly events: WorkerEvents;
}

/** How this worker goes, by what it does and has. */
export function createDrain(config: WorkerConfig, parts: Parts): Drain {
  const { selfId, membership, streams, store, begun, moves, events } = parts;
  /** Nothing is known of where copies are before they were looked at by a membership in which this worker drains. */
  const unsafeCopies = () => {
    const { view } = membership;
    const { pending, settledEpoch } = moves();
    const wasLookedAt = view.member(selfId)?.state === 'draining' && settledEpoch === view.epoch;
    return wasLookedAt ? pending : Math.max(1, pending);
  };
  return new Drain({
    selfId,
    isShown: () => membership.isShown,
    view: () => membership.view,
    deadlineMs: config.drainDeadlineMs,
    announce: () => membership.announceDraining(),
    left: () => ({
      streams: streams.count,
      generating: [...begun.values()].filter(({ generating }) => generating).length,
      copies: unsafeCopies(),
    }),
    copies: () => [...store.all()].filter((artifact) => artifact.sealedPieces().length > 0).length,
    onBegin: () => moves().leave(),
    onUndone: () => moves().stay(),
    events,
  });
}
