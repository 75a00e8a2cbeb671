import type { MoveReason } from '@understudy/peer-protocol';
import type { Move } from './move.js';

/** Two, so that one copies while the other finds its way. The pace is shared. */
const atOnce = 2;
/** Each waiting move keeps a description in memory. Who is refused asks again. */
const waitingMost = 64;

export interface OfferedMove {
  readonly contentId: bigint;
  /** The worker that has it. */
  readonly url: string;
  readonly description: string;
  readonly reason: MoveReason;
}

export interface MoveQueueOptions {
  /** Whether a copy of it belongs on this worker, as far as it knows. */
  readonly belongsHere: (contentId: bigint) => boolean;
  readonly copy: (offered: OfferedMove, move: Move) => Promise<void>;
  readonly pace: Move['pace'];
  /** Told of a copy that failed in a way nobody expects. */
  readonly onError: (offered: OfferedMove, error: unknown) => void;
}

/** The copies that belong here and are yet to come, made one after the other, so that none is copied twice. */
export class MoveQueue {
  readonly #options: MoveQueueOptions;
  readonly #waiting = new Map<bigint, OfferedMove>();
  readonly #running = new Set<bigint>();
  #closed = false;

  constructor(options: MoveQueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.size + this.#running.size;
  }

  has(contentId: bigint): boolean {
    return this.#waiting.has(contentId) || this.#running.has(contentId);
  }

  /** Takes a copy on, unless it does not belong here or too many wait. True also for one that was taken on before. */
  offer(offered: OfferedMove): boolean {
    if (this.#closed || !this.#options.belongsHere(offered.contentId)) return false;
    if (this.has(offered.contentId)) return true;
    if (this.#waiting.size >= waitingMost) return false;
    this.#waiting.set(offered.contentId, offered);
    this.#startNext();
    return true;
  }

  /** Begins no more. */
  close(): void {
    this.#closed = true;
    this.#waiting.clear();
  }

  #startNext(): void {
    for (const [contentId, offered] of this.#waiting) {
      if (this.#running.size >= atOnce) return;
      this.#waiting.delete(contentId);
      this.#running.add(contentId);
      void this.#run(offered);
    }
  }

  async #run(offered: OfferedMove): Promise<void> {
    const { belongsHere, copy, pace, onError } = this.#options;
    try {
      // The ring may have changed while it waited.
      if (belongsHere(offered.contentId)) await copy(offered, { reason: offered.reason, pace });
    } catch (error) {
      onError(offered, error);
    } finally {
      this.#running.delete(offered.contentId);
      this.#startNext();
    }
  }
}
