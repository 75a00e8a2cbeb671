import { setTimeout as sleep } from 'node:timers/promises';
import { isUnderstudyError } from '@understudy/errors';

/** A round that made other bytes than it should costs a generator run: it counts for as many, so a few in a row are a failure. */
const roundsOfMismatch = 5;

/** Whether what came was not what it should be, and nothing else is wrong. */
export function isMismatch(error: unknown): boolean {
  return isUnderstudyError(error, 'splice_mismatch', 'digest_mismatch', 'peer_protocol');
}

/** Rounds of work in a row that brought nothing: how long to pause before the next, and when it is enough. */
export class IdleRounds {
  readonly #limits: { readonly idleRounds: number; readonly idleRoundMs: number };
  #count = 0;

  constructor(limits: { readonly idleRounds: number; readonly idleRoundMs: number }) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  get tooMany(): boolean {
    return this.#count > this.#limits.idleRounds;
  }

  /** A round has ended: with progress or not, and perhaps with an error that it survives. */
  note(progress: boolean, error?: unknown): void {
    if (progress) this.#count = 0;
    else this.#count += isUnderstudyError(error, 'splice_mismatch', 'digest_mismatch') ? roundsOfMismatch : 1;
  }

  /** The first idle round costs nothing: a source that moved is found at once. */
  async pause(): Promise<void> {
    if (this.#count > 1) await sleep(this.#count * this.#limits.idleRoundMs);
  }
}
