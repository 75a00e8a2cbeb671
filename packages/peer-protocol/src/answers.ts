/** `GET /artifacts/{contentId}/status`: what a worker has of the artifact that its own generator would make. */
export interface ArtifactStatus {
  readonly artifactId: string;
  /** Bytes on this worker's disk, sealed or not. */
  readonly bytes: number;
  /** Bytes of the progressive MP4 that can be read from its beginning without a gap. */
  readonly readableBytes: number;
  readonly sealedSegments: number;
  readonly totalSegments: number;
  /** Which pieces are sealed, as `formatPieceRanges`. */
  readonly sealed: string;
  /** Which sheets of the storyboard are. A worker of before there was one does not say. */
  readonly storyboard?: readonly number[];
  readonly complete: boolean;
  /** Whether this worker's generator is making it now. */
  readonly generating: boolean;
  /** How many players ask for it there; absent where none does. */
  readonly demand?: CopyDemand;
}

/** How much a copy is asked for. Each response is at one copy, so those of all copies can be added. */
export interface CopyDemand {
  /** Players that a response is open to now, each counted once. */
  readonly players: number;
  /** Lately; a player who asks for the same part again is counted once. */
  readonly requestsPerS: number;
}

/** `GET /status`. */
export interface WorkerStatus {
  readonly id: string;
  /** Of the process that answers. */
  readonly pid: number;
  readonly streams: number;
  readonly generating: number;
  readonly artifacts: number;
  readonly bytes: number;
  /** Copies of which this worker has yet to find out, or to see, that they are where they belong. */
  readonly pendingMoves: number;
  /** The last epoch for which it saw that of all of them. */
  readonly settledEpoch: number;
  /** Whether its disk takes what is written; otherwise it begins nothing new, and relays what it does not have. */
  readonly storage: 'ok' | 'full' | 'failing';
  readonly scrub: ScrubStatus;
  /** Which videos it gives a second copy, and how. */
  readonly replication: ShownReplication;
  /** How far the replicas of what it makes are behind. */
  readonly replicationLag: ReplicationLag;
}

/** What replicas of a worker's videos do not have yet of what is there. */
export interface ReplicationLag {
  /** Videos whose replica does not have all. */
  readonly videos: number;
  /** Of all of them together. */
  readonly bytes: number;
  /** Since the replica that is furthest behind had all; 0 where none is. */
  readonly ms: number;
}

export interface ShownReplication {
  readonly policy: string;
  readonly by: string;
}

/** `GET /drain`: what would move if the worker drained now. */
export interface DrainPreview {
  readonly to: readonly {
    readonly worker: string;
    readonly streams: number;
    readonly copies: number;
    readonly bytes: number;
  }[];
  /** Open responses that nobody could go on with. */
  readonly stuck: number;
  /** The first of them; a video with open responses and a sole copy is there twice. */
  readonly videos: readonly {
    readonly contentId: string;
    readonly to: string;
    readonly streams: number;
    readonly bytes: number;
  }[];
  readonly unnamed: number;
}

/** A worker's reading of everything that it has. */
export interface ScrubStatus {
  /** The pass that goes on, or the last one; undefined before the first. */
  readonly pass: ScrubPass | undefined;
  /** When the next begins by itself, by the clock of `Date.now()`; undefined where none does. */
  readonly nextAtMs: number | undefined;
}

export interface ScrubPass {
  /** By the clock of `Date.now()`. */
  readonly beganAtMs: number;
  /** Set when everything was read, and everything that was found was dealt with. */
  readonly endedAtMs: number | undefined;
  readonly pieces: number;
  readonly bytes: number;
  /** Damaged pieces that came to light meanwhile, whoever found them. */
  readonly findings: number;
  /** Of those, the ones that could not be replaced. */
  readonly failed: number;
}

/** `POST /artifacts/{contentId}/follow`: become the replica of what the sender has or makes. */
export interface FollowRequest {
  /** Base URL of the worker to follow; must be that of a member. */
  readonly url: string;
  /** The canonical description: a replica is good for nothing without it when the metadata store is away. */
  readonly description: string;
  /** Set where the replica is to generate it too, instead of following what is made. */
  readonly by?: 'generate';
  /** Set where nothing is being made: copy what is there when there is time, because a copy belongs here. */
  readonly move?: MoveReason;
}

/**
 * Why a complete video is copied: `balance` where the ring gave it to another worker while all that had it are there, `restore`
 * where a worker that should have it is gone, or has lost it, `hot` where the copies that there are have more players than they are for.
 */
export type MoveReason = 'balance' | 'restore' | 'hot';

/** The answer to a follow request. */
export interface FollowAnswer {
  /** False for a move that is not wanted here, or not now: ask again later. */
  readonly accepted: boolean;
  /** Of a copy that is not taken: offering it sooner is in vain. In milliseconds from now. */
  readonly pauseMs?: number;
  /** Of a move that is not taken: the disk is full, or fails, and takes no copy at all. */
  readonly withoutRoom?: boolean;
}

/** `POST /artifacts/{contentId}/evict`. */
export interface EvictAnswer {
  /** False where there was no copy, or it had to stay. */
  readonly evicted: boolean;
  readonly bytes: number;
  /** How many copies of its generator stayed, of the video and its renditions. A worker of before does not say. */
  readonly kept?: number;
  /** It was to be made again, and its generator would make other bytes: nothing was removed. */
  readonly isRefused?: boolean;
}

/** `GET /archived/{digest}`. */
export interface ArchivedAnswer {
  /** Null where there is no archive. */
  readonly archived: boolean | null;
}

/** `DELETE /archived/{digest}`. */
export interface UnarchivedAnswer {
  /** How many copies; null where there is no archive. */
  readonly removed: number | null;
}

/** `GET /status` of a router. */
export interface RouterStatus {
  /** `not ready`: it could serve nobody; `draining`: it takes no connection, and ends behind its last response. */
  readonly state: 'active' | 'not ready' | 'draining';
  /** Responses that are open to players. */
  readonly streams: number;
  /** Whether the catalog answers this router. */
  readonly catalog: 'reachable' | 'unreachable';
}

/** `GET /streams` of a router: the responses open now, those first that began first. */
export interface StreamsAnswer {
  /** How many there are, listed or not. */
  readonly total: number;
  readonly streams: readonly OpenResponse[];
}

/** `POST /streams/{requestId}/end` of a router. */
export interface EndAnswer {
  /** How many open responses of that request were cut: a request ID that a player chose may stand for several. */
  readonly ended: number;
}

/** A response to a player, as the router that gives it knows it. */
export interface OpenResponse {
  readonly requestId: string;
  readonly contentId: string;
  readonly part: string;
  /** The worker that its bytes come from; null until one was asked. */
  readonly worker: string | null;
  /** The next byte of the resource that the player gets. */
  readonly position: number;
  /** Delivered. */
  readonly bytes: number;
  readonly ageMs: number;
  /** How often another worker went on with it. */
  readonly moves: number;
  /** The longest time that it stood still for that. */
  readonly silenceMs: number;
}
