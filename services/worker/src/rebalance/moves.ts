import { faultPoint } from '@understudy/fault-points';
import type { MetadataStore } from '@understudy/metadata-store';
import {
  type AskedCopy,
  type CopyAnswer,
  type DrainPreview,
  type FollowAnswer,
  type PeerClient,
  parsePieceRanges,
} from '@understudy/peer-protocol';
import { previewDrain } from '../drain/preview.js';
import type { WorkerEvents } from '../events.js';
import type { MembershipView } from '../membership/view.js';
import { BytePace } from '../pace/byte-pace.js';
import type { Production } from '../produce/production.js';
import { recordCopy } from '../produce/record-copy.js';
import type { ArtifactStore } from '../store/artifact-store.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { NewsTeller } from '../webhooks/news-teller.js';
import { answerCopy } from './answer-copies.js';
import { CopyAnnouncer } from './copy-announcer.js';
import { CopyVerifier } from './copy-verifier.js';
import { belongsTo } from './decide-copy.js';
import { DeclinedCopies, evictedPauseMs, withoutRoomPauseMs } from './declined-copies.js';
import { MoveQueue, type OfferedMove } from './move-queue.js';
import { OwnerClient } from './owner-client.js';
import { sealedText } from './pieces-here.js';
import { Promises } from './promises.js';
import { Rebalancer } from './rebalancer.js';
import { TargetStates } from './target-state.js';

export interface MovesOptions {
  readonly selfId: string;
  readonly selfUrl: () => string;
  readonly view: () => MembershipView;
  readonly store: ArtifactStore;
  readonly metadata: Pick<MetadataStore, 'recordHolder'>;
  readonly news: Pick<NewsTeller, 'confirm'>;
  readonly client: PeerClient;
  readonly peerTimeoutMs: number;
  /** Whether a video that is here is to have a second copy. */
  readonly isReplicated: (artifact: StoredArtifact) => boolean;
  /** Whether a further copy here is asked for. */
  readonly staysHere: (artifact: StoredArtifact) => boolean;
  /** Of an artifact for which something was done since the start. */
  readonly runningProduction: (contentId: bigint) => Production | undefined;
  /** Of what another worker has, and offers. */
  readonly productionOf: (contentId: bigint, description: string) => Production;
  readonly isDeleted: (contentId: bigint) => boolean;
  readonly removeCopy: (contentId: bigint) => Promise<boolean>;
  readonly bytesPerS: number;
  readonly settleMs: number;
  readonly recheckMs: number;
  readonly events: WorkerEvents;
}

/** How copies come to be where they belong: both sides of it, that of a holder and that of a worker where one belongs. */
export interface Moves {
  /** What is here of what another worker has; see `CopyAnswer`. */
  answer(copy: AskedCopy, promise: boolean): CopyAnswer;
  /** Takes on the copying of what belongs here, unless it does not, or not now. */
  offer(offered: OfferedMove): FollowAnswer;
  /** There was no room for the copy here: it had to go. */
  evicted(contentId: bigint): void;
  /** For how long no copy of it is taken; undefined where it may come. */
  declinedMs(contentId: bigint): number | undefined;
  /** Whether another worker relies on the copy here. */
  isPromised(contentId: bigint): boolean;
  membershipChanged(): void;
  /** This worker is about to go: copies that nobody else has are offered at once, and none is taken. */
  leave(): void;
  /** What would move if this worker drained, in a view in which it does. */
  preview(view: MembershipView, streams: ReadonlyMap<bigint, number>): Promise<DrainPreview>;
  /** It stays after all. */
  stay(): void;
  /** Whether videos are to have second copies is decided anew. */
  policyChanged(): void;
  /** The metadata store is there. */
  storeAnswered(): void;
  copyChanged(contentId: bigint): void;
  /** Copies not yet seen to be in place, here or on their way to here. */
  readonly pending: number;
  readonly settledEpoch: number;
  close(): Promise<void>;
}

/** Wires both sides: what is here and belongs elsewhere, and what is on its way to here. */
export function createMoves(options: MovesOptions): Moves {
  const { selfId, view, store, events, isReplicated, staysHere } = options;
  const copying = new BytePace(options.bytesPerS);
  // A pace of its own: what is copied stands in a sender's buffers, and must not wait for a long read here.
  const verifying = new BytePace(options.bytesPerS);
  // Whether it is replicated is for those to say who have it: they know how it is used.
  const belongsHere = (contentId: bigint) =>
    !options.isDeleted(contentId) && belongsTo(view().owners(contentId), true).includes(selfId);
  const isRunning = (contentId: bigint) => options.runningProduction(contentId)?.running === true;
  let takesNone = false;
  const promises = new Promises();
  const verifier = new CopyVerifier((bytes, signal) => verifying.take(bytes, signal));
  const targets = new TargetStates();
  const declined = new DeclinedCopies();
  const queue = new MoveQueue({
    belongsHere,
    pace: (bytes, signal) => copying.take(bytes, signal),
    async copy({ contentId, url, description }, move) {
      await options.productionOf(contentId, description).copyFrom(url, move);
      faultPoint('rebalance.copied');
    },
    onError: ({ contentId, url }, error) => events.moveFailed(contentId, url, error),
  });
  const owners = new OwnerClient({
    client: options.client,
    selfUrl: options.selfUrl,
    timeoutMs: options.peerTimeoutMs,
    onFailure: (worker, error) => {
      targets.failed(worker, performance.now());
      events.moveRefused(worker, error);
    },
  });
  const rebalancer = new Rebalancer({
    selfId,
    view,
    copies: () => store.all(),
    copyOf: (contentId) => store.get(contentId),
    isRunning,
    removeCopy: options.removeCopy,
    suspect: (artifact) => {
      verifier.isVerified(artifact, parsePieceRanges(sealedText(artifact)) ?? []);
    },
    isReplicated,
    staysHere,
    owners,
    targets,
    settleMs: options.settleMs,
    recheckMs: options.recheckMs,
    events,
  });
  const announcer = new CopyAnnouncer(
    () => store.all(),
    async (artifact) => {
      await recordCopy(options.metadata, selfId, artifact);
      options.news.confirm(artifact);
    },
  );

  return {
    answer: (copy, promise) =>
      answerCopy(
        {
          artifactOf: (contentId) => store.get(contentId),
          isComing: (contentId) => queue.has(contentId) || isRunning(contentId),
          belongsHere,
          verifier,
          promises,
        },
        copy,
        promise,
      ),
    offer(offered) {
      if (takesNone) return { accepted: false };
      // Who leaves may have the last copy: it is taken in any case.
      const isLeaving = view().members.some(({ url, state }) => url === offered.url && state === 'draining');
      const pauseMs = isLeaving ? undefined : declined.pauseMs(offered.contentId, performance.now());
      return pauseMs === undefined ? { accepted: queue.offer(offered) } : { accepted: false, pauseMs };
    },
    evicted: (contentId) => declined.note(contentId, evictedPauseMs, performance.now()),
    declinedMs: (contentId) => declined.pauseMs(contentId, performance.now()),
    isPromised: (contentId) => promises.binds(contentId, performance.now()),
    membershipChanged() {
      promises.sweep(performance.now());
      announcer.epochSeen(view().epoch);
      rebalancer.membershipChanged();
    },
    leave() {
      takesNone = true;
      rebalancer.hurry();
    },
    preview: (seen, streams) =>
      previewDrain({ selfId, view: seen, copies: store.all(), streams, isReplicated, owners }),
    stay() {
      takesNone = false;
    },
    policyChanged: () => rebalancer.membershipChanged(),
    storeAnswered: () => announcer.goOn(),
    copyChanged(contentId) {
      if (options.runningProduction(contentId)?.lacksRoom === true)
        declined.note(contentId, withoutRoomPauseMs, performance.now());
      rebalancer.copyChanged(contentId);
    },
    get pending() {
      return rebalancer.pending + queue.size;
    },
    get settledEpoch() {
      return rebalancer.settledEpoch;
    },
    async close() {
      queue.close();
      verifier.close();
      await Promise.all([rebalancer.close(), announcer.close()]);
    },
  };
}
