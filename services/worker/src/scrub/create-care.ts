import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import type { MetadataStore } from '@understudy/metadata-store';
import type { PeerClient } from '@understudy/peer-protocol';
import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';
import type { Production } from '../produce/production.js';
import { recordCopy } from '../produce/record-copy.js';
import { Mender } from '../repair/mender.js';
import { peersToAsk } from '../repair/peers-to-ask.js';
import { Repairer } from '../repair/repairer.js';
import { takeUpCopies } from '../repair/take-up-copies.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { mendDescription } from './scrub-artifact.js';
import { Scrubber } from './scrubber.js';

type CareConfig = Pick<WorkerConfig, 'dataDir' | 'peerTimeoutMs' | 'scrubPeriodS' | 'scrubBytesPerS'>;

export interface CareParts {
  readonly selfId: string;
  readonly view: () => MembershipView;
  readonly client: PeerClient;
  /** Whether the worker at a URL lives. Never rejects. */
  readonly isAlive: (url: string) => Promise<boolean>;
  readonly metadata: Pick<MetadataStore, 'readManifest' | 'readHolders' | 'readDescription' | 'recordHolder'>;
  readonly store: ArtifactStore;
  readonly productionOf: (artifact: StoredArtifact) => Production;
  /** Told of a copy that is here again. */
  readonly onTakenUp: (artifact: StoredArtifact) => void;
  readonly events: WorkerEvents;
}

/** What keeps stored copies good. */
export interface Care {
  readonly scrubber: Scrubber;
  readonly repairer: Repairer;
  /** Called once the members are known, and again without effect: before that nobody could be asked for a good copy. */
  begin(): void;
  close(): Promise<void>;
}

/** Wires who finds damage to who mends it: players' reads and the scrubber to the mender, and a production to the repairer. */
export function createCare(config: CareConfig, parts: CareParts): Care {
  const { client, metadata, store, events } = parts;
  const repairer = new Repairer({
    client,
    metadata,
    peersOf: (artifact) => peersToAsk({ ...config, ...parts }, artifact),
    isAlive: parts.isAlive,
    // The other one may have to compare its own copy first.
    headTimeoutMs: config.peerTimeoutMs * 3,
    events,
  });
  const mender = new Mender({
    productionOf: parts.productionOf,
    events,
    onMended: (_finding, result) => scrubber.noteFinding(result === 'failed'),
  });
  const scrubber: Scrubber = new Scrubber({
    periodMs: config.scrubPeriodS * 1_000,
    bytesPerS: config.scrubBytesPerS,
    recordPath: join(config.dataDir, 'scrub.json'),
    artifacts: () => store.all(),
    artifactOf: (contentId) => store.get(contentId),
    mended: () => mender.idle(),
    events,
  });
  store.onDamaged = (artifact, piece, damage, foundBy) => mender.note({ artifact, piece, damage, foundBy });

  store.onTakenUp = (artifact) => void describeAgain(parts, artifact);

  const stop = new AbortController();
  let ending: Promise<void> | undefined;
  let begun = false;
  return {
    scrubber,
    repairer,
    begin() {
      if (begun) return;
      begun = true;
      ending = takeUpCopies(store, metadata, stop.signal).then(() => {
        for (const artifact of store.all())
          for (const piece of artifact.leftovers.damaged())
            mender.note({ artifact, piece, damage: 'size', foundBy: 'start' });
        return endBegun(repairer, [...store.all()], stop.signal);
      });
      void scrubber.start();
    },
    async close() {
      stop.abort(new UnderstudyError('draining', 'the worker stops'));
      await Promise.all([mender.close(), scrubber.close(), ending]);
    },
  };
}

/** Never rejects: while its description is not there the next start, or the scrubber, does the same. */
async function describeAgain(
  { metadata, selfId, onTakenUp, events }: CareParts,
  artifact: StoredArtifact,
): Promise<void> {
  try {
    if (await mendDescription(artifact)) events.descriptionMended(artifact, 'start');
  } catch (error) {
    events.scrubSkipped(artifact, error);
  }
  onTakenUp(artifact);
  // Holders are hints; the store may be away.
  await recordCopy(metadata, selfId, artifact).catch(() => undefined);
}

/** One after the other: players come first. */
async function endBegun(
  repairer: Repairer,
  artifacts: readonly StoredArtifact[],
  signal: AbortSignal,
): Promise<void> {
  for (const artifact of artifacts) {
    try {
      await repairer.endBegun(artifact, signal);
    } catch {
      // It stops, or the disk takes nothing: the next start comes by again.
      if (signal.aborted) return;
    }
  }
}
