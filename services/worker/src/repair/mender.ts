import type { Piece } from '@understudy/artifact';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { WorkerEvents } from '../events.js';
import type { Production } from '../produce/production.js';
import type { Damage, FoundBy } from '../store/damage.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** Findings that wait, some 20 MB of them. Past it they are only told; their pieces come when a player wants them. */
const waitingMost = 100_000;
/** A piece that could not be replaced in this time is given up until the next scrub, or until a player wants it. */
const deadlineMs = 60_000;

export interface Finding {
  readonly artifact: StoredArtifact;
  readonly piece: Piece;
  readonly damage: Damage;
  readonly foundBy: FoundBy;
}

/** `repaired`: what differs came from another worker; `copied`: the whole did, from there or from the archive; `generated`: made again. */
export type Mended = 'repaired' | 'copied' | 'generated' | 'failed';

export interface MenderOptions {
  /** Throws `gone` for a video that was deleted. */
  readonly productionOf: (artifact: StoredArtifact) => Pick<Production, 'want' | 'obtained'>;
  readonly events: Pick<WorkerEvents, 'damaged' | 'mended'>;
  readonly onMended: (finding: Finding, result: Mended) => void;
}

/**
 * Sees to it that every damaged piece that came to light is here again, whoever found it: two good copies are the promise, whether or not
 * somebody is playing. One at a time, in the order in which they were found: players come first.
 */
export class Mender {
  readonly #options: MenderOptions;
  readonly #waiting: Finding[] = [];
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: MenderOptions) {
    this.#options = options;
  }

  /** A piece was found damaged, and is not here any more. */
  note(finding: Finding): void {
    this.#options.events.damaged(finding.artifact, finding.piece, finding.damage, finding.foundBy);
    if (this.#stop.signal.aborted || this.#waiting.length >= waitingMost) return;
    this.#waiting.push(finding);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async close(): Promise<void> {
    this.#stop.abort(new UnderstudyError('draining', 'the worker stops'));
    this.#waiting.length = 0;
    await this.idle();
  }

  async #run(): Promise<void> {
    for (let finding = this.#waiting.shift(); finding !== undefined; finding = this.#waiting.shift()) {
      let result: Mended;
      let error: unknown;
      try {
        result = await this.#obtain(finding);
      } catch (thrown) {
        if (this.#stop.signal.aborted) return;
        // Deleted meanwhile: nothing of it is to be here.
        if (isUnderstudyError(thrown, 'gone')) continue;
        result = 'failed';
        error = thrown;
      }
      this.#options.events.mended(finding, result, error);
      this.#options.onMended(finding, result);
    }
  }

  /** Wants the piece, as a player would, until it is here. */
  async #obtain({ artifact, piece }: Finding): Promise<Mended> {
    const production = this.#options.productionOf(artifact);
    const interest = production.want({ piece });
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new UnderstudyError('timed_out', `not here after ${deadlineMs} ms`)),
      deadlineMs,
    );
    const signal = AbortSignal.any([interest.signal, deadline.signal, this.#stop.signal]);
    try {
      while (!artifact.isSealed(piece)) await artifact.waitForChange(signal);
    } finally {
      clearTimeout(timer);
      interest.release();
    }
    return production.obtained.get(piece) ?? 'copied';
  }
}
