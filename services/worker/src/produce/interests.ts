import type { Want } from '@understudy/peer-protocol';

/** Somebody's wish for pieces, for as long as it is not released. */
export interface Interest {
  /** Aborts with the error when what is wanted cannot be had. */
  readonly signal: AbortSignal;
  release(): void;
}

/** Who wants what of one artifact. */
export class Interests {
  readonly #wants = new Map<AbortController, Want>();
  readonly #onChange: () => void;
  #aheadTimer: NodeJS.Timeout | undefined;
  #aheadRelease: (() => void) | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get wants(): Want[] {
    return [...this.#wants.values()];
  }

  get size(): number {
    return this.#wants.size;
  }

  add(want: Want): Interest {
    const controller = new AbortController();
    this.#wants.set(controller, want);
    this.#onChange();
    return {
      signal: controller.signal,
      release: () => {
        if (this.#wants.delete(controller)) this.#onChange();
      },
    };
  }

  /**
   * Wants everything from a segment on for `lingerMs`, in place of an earlier such wish: a segment player has no open
   * request between two segments, and a response that moves to this worker is not here yet.
   */
  addFor(lingerMs: number, want: Want): void {
    clearTimeout(this.#aheadTimer);
    const previous = this.#aheadRelease;
    const interest = this.add(want);
    previous?.();
    this.#aheadRelease = interest.release;
    this.#aheadTimer = setTimeout(() => {
      this.#aheadRelease = undefined;
      interest.release();
    }, lingerMs);
  }

  /** Tells everybody that it cannot be had. */
  failAll(error: unknown): void {
    clearTimeout(this.#aheadTimer);
    this.#aheadRelease = undefined;
    const failed = [...this.#wants.keys()];
    this.#wants.clear();
    for (const controller of failed) controller.abort(error);
  }
}
