import type { Piece } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';
import type { Span } from '@understudy/tracing';

/** Somebody's wish for pieces, for as long as it is not released. */
export interface Interest {
  /** Aborts with the error when what is wanted cannot be had. */
  readonly signal: AbortSignal;
  release(): void;
}

/** Who wants what of one artifact. */
export class Interests {
  readonly #wants = new Map<AbortController, { readonly want: Want; readonly span: Span | undefined }>();
  readonly #onChange: () => void;
  #aheadTimer: NodeJS.Timeout | undefined;
  #aheadRelease: (() => void) | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get wants(): Want[] {
    return [...this.#wants.values()].map(({ want }) => want);
  }

  get size(): number {
    return this.#wants.size;
  }

  /** `span` is that of the response for which it is wanted, where that is traced. */
  add(want: Want, span?: Span): Interest {
    const controller = new AbortController();
    this.#wants.set(controller, { want, span });
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

  /** Of whoever has waited longest for a piece in a response that is traced. */
  spanFor(piece: Piece): Span | undefined {
    for (const { want, span } of this.#wants.values())
      if (span !== undefined && isWanted(want, piece)) return span;
    return undefined;
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

function isWanted(want: Want, piece: Piece): boolean {
  if ('piece' in want) return want.piece === piece;
  if (typeof piece !== 'number') return piece === 'init';
  return piece >= want.from && piece < (want.to ?? Number.POSITIVE_INFINITY);
}
