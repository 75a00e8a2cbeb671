import type { DrainPreview } from '@understudy/peer-protocol';
import type { MembershipView } from '../membership/view.js';
import { batchesOf, lookAtCopies } from '../rebalance/look-at-copies.js';
import type { OwnerClient } from '../rebalance/owner-client.js';
import { TargetStates } from '../rebalance/target-state.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** How many videos are named; of the others there is the sum. */
const namedMost = 100;

export interface PreviewOptions {
  readonly selfId: string;
  /** The cluster as it would be while this worker drains. */
  readonly view: MembershipView;
  readonly copies: Iterable<StoredArtifact>;
  /** How many responses there are of each video. */
  readonly streams: ReadonlyMap<bigint, number>;
  readonly isReplicated: (artifact: StoredArtifact) => boolean;
  readonly owners: OwnerClient;
}

/** What would move if this worker drained now, and where to: open responses, and copies that nobody has who should. Changes nothing. */
export async function previewDrain(options: PreviewOptions): Promise<DrainPreview> {
  const { selfId, view, copies, streams, isReplicated, owners } = options;
  const targets = new Map<StoredArtifact, string>();
  const artifacts = [...copies].filter((artifact) => artifact.sealedPieces().length > 0);
  for (const batch of batchesOf(artifacts)) {
    await lookAtCopies(
      {
        ...{ selfId, view, isReplicated, owners },
        // Who leaves removes nothing, further copies neither.
        staysHere: () => true,
        targets: new TargetStates(),
        isCurrent: () => true,
        isDeclined: () => false,
        async offer({ id }, artifact) {
          if (!targets.has(artifact)) targets.set(artifact, id);
          return false;
        },
        remove: async () => false,
      },
      batch,
    );
  }
  const movedTo = new Map<string, { streams: number; copies: number; bytes: number }>();
  const at = (worker: string) => {
    const sum = movedTo.get(worker) ?? { streams: 0, copies: 0, bytes: 0 };
    movedTo.set(worker, sum);
    return sum;
  };
  const videos: DrainPreview['videos'][number][] = [];
  for (const [artifact, worker] of targets) {
    const bytes = artifact.storedBytes();
    at(worker).copies += 1;
    at(worker).bytes += bytes;
    videos.push({ contentId: String(artifact.contentId), to: worker, streams: 0, bytes });
  }
  let stuck = 0;
  for (const [contentId, count] of streams) {
    const next = view.othersInOrder(contentId)[0]?.id;
    if (next === undefined) {
      stuck += count;
      continue;
    }
    at(next).streams += count;
    videos.push({ contentId: String(contentId), to: next, streams: count, bytes: 0 });
  }
  return {
    to: [...movedTo].map(([worker, sums]) => ({ worker, ...sums })),
    stuck,
    videos: videos.slice(0, namedMost),
    unnamed: Math.max(0, videos.length - namedMost),
  };
}
