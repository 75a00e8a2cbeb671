import type { Generator } from '@understudy/generator';
import type { Member, MetadataStore } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import type { WorkerEvents } from '../events.js';
import { askStatus } from '../membership/ask-status.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import { Evictor } from './evictor.js';
import { otherCopiesOf } from './other-copies.js';
import { victimsIn } from './victims.js';

export interface EvictorParts {
  readonly selfId: string;
  readonly store: ArtifactStore;
  readonly generator: Pick<Generator, 'resumable'>;
  readonly metadata: Pick<MetadataStore, 'readHolders' | 'dropHolder' | 'recordHolder'>;
  readonly client: PeerClient;
  readonly member: (workerId: string) => Member | undefined;
  readonly probeTimeoutMs: number;
  readonly isArchived: (artifactId: string) => Promise<boolean>;
  readonly removeCopy: (contentId: bigint) => Promise<boolean>;
  readonly onEvicted: (contentId: bigint) => void;
  readonly events: WorkerEvents;
}

/** The evictor of a worker's store. */
export function createEvictor(parts: EvictorParts): Evictor {
  const { selfId, store, metadata, client, member, probeTimeoutMs, isArchived, removeCopy, events } = parts;
  // The holders are a hint; while the store is away it says what it said before.
  const away = () => undefined;
  return new Evictor({
    victims: () => victimsIn(store, parts.generator),
    otherCopies: (victim) =>
      otherCopiesOf(
        {
          selfId,
          metadata,
          member,
          statusOf: ({ url }, contentId) => askStatus(client, url, contentId, probeTimeoutMs),
        },
        victim,
      ),
    isArchived,
    dropHolder: ({ artifactId }) =>
      metadata.dropHolder(artifactId, selfId).then(
        () => true,
        () => false,
      ),
    async recordHolder({ artifactId, contentId, directory }) {
      const artifact = store.get(contentId);
      // As it is now: some of it may be gone.
      if (artifact?.directory !== directory || !artifact.isComplete()) return;
      const holder = { worker: selfId, bytes: artifact.storedBytes(), complete: true };
      await metadata.recordHolder(artifactId, holder).catch(away);
    },
    remove: ({ contentId, directory, isForeign }) =>
      isForeign ? store.removeForeign(directory) : removeCopy(contentId),
    events: {
      ...events,
      evicted(victim, facts) {
        parts.onEvicted(victim.contentId);
        events.evicted(victim, facts);
      },
    },
  });
}
