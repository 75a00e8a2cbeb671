import type { Member } from '@understudy/metadata-store';
import type { OpenResponse, ShownReplication, WorkerStatus } from '@understudy/peer-protocol';

/** What the routes answer with, as the page reads it. */

/** `GET /admin/cluster`. */
export interface ClusterAnswer {
  readonly epoch: number;
  readonly metadata: 'reachable' | 'away';
  /** Where players come to; null where nobody said. */
  readonly publicUrl: string | null;
  readonly workers: readonly ShownWorker[];
  readonly routers: readonly { readonly id: string; readonly url: string; readonly pid: number }[];
}

/** One worker as an operator sees it. The numbers are those of its own answer, absent when it does not answer. */
export interface ShownWorker {
  readonly id: string;
  readonly state: Member['state'] | 'unreachable';
  readonly url: string;
  readonly pid: number;
  readonly zone: string;
  readonly capacity: number;
  readonly warmth: number;
  readonly generators: readonly string[];
  readonly streams?: number;
  readonly generating?: number;
  readonly artifacts?: number;
  readonly bytes?: number;
  readonly storage?: WorkerStatus['storage'];
  readonly scrub?: WorkerStatus['scrub'];
  readonly pendingMoves?: number;
  readonly settledEpoch?: number;
  readonly replication?: ShownReplication;
}

/** `GET /admin/ring`. */
export interface RingAnswer {
  readonly epoch: number;
  /** How many there are. */
  readonly slots: number;
  /** The pool that new videos are pinned to. */
  readonly leading: number | null;
  readonly pools: readonly { readonly pool: number; readonly workers: readonly ShownShare[] }[];
}

export interface ShownShare {
  readonly id: string;
  readonly zone: string;
  readonly state: string;
  readonly capacity: number;
  /** Slots that it is the master and the replica of. */
  readonly master: number;
  readonly replica: number;
}

/** `GET /admin/videos/{id}/placement`. */
export interface PlacementAnswer {
  readonly contentId: string;
  readonly slot: number;
  readonly epoch: number;
  readonly pool: number | null;
  readonly master: string | null;
  readonly replica: string | null;
  readonly holders: readonly ShownHolder[];
}

export interface ShownHolder {
  readonly worker: string;
  readonly bytes: number;
  readonly complete: boolean;
}

/** `GET /admin/workers/{id}/drain`. */
export interface DrainAnswer {
  readonly to: readonly {
    readonly worker: string;
    readonly streams: number;
    readonly copies: number;
    readonly bytes: number;
  }[];
  /** Open responses that nobody could go on with. */
  readonly stuck: number;
  readonly videos: readonly {
    readonly id: string;
    readonly to: string;
    readonly streams: number;
    readonly bytes: number;
  }[];
  /** Videos beyond those. */
  readonly unnamed: number;
}

/** `GET /admin/streams`. */
export interface OpenStreamsAnswer {
  /** How many there are, listed or not. */
  readonly total: number;
  /** Routers that do not answer. */
  readonly unreachable: readonly string[];
  readonly streams: readonly ShownStream[];
}

export interface ShownStream extends Omit<OpenResponse, 'contentId'> {
  readonly video: string | null;
  readonly router: string;
}

/** `POST /admin/videos/{id}/evict`. */
export interface EvictionAnswer {
  readonly workers: readonly ShownEviction[];
}

export interface ShownEviction {
  readonly worker: string;
  /** What became of its copy: `kept` is in use, or could not be made again, or is none. */
  readonly result: 'evicted' | 'kept' | 'unreachable';
  readonly bytes: number;
}

/** One of `GET /admin/events`. */
export interface ShownEvent {
  /** `worker w1`, `router host-7`, `console`. */
  readonly source: string;
  /** RFC 3339. */
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly message: string;
  /** By the ID that players see. */
  readonly video?: string | null;
  readonly [field: string]: unknown;
}
