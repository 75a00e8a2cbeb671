import type { Piece } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';
import type { Span } from '@understudy/tracing';
import { isWanted } from './missing-pieces.js';

/** Somebody's wish for pieces, for as long as it is not released. */
export interface Interest {
  /** Aborts with the error when what is wanted cannot be had. */
  readonly signal: AbortSignal;
  /** Whoever waits for it has left: `signal` aborts. */
  leave(why: Error): void;
  release(): void;
}

/** Who pays for what is made for an interest. */
export interface Payer {
  readonly client: string;
  readonly want: Want;
  /** Nobody waits for it now: it is made for a player that is between two requests. */
  readonly ahead: boolean;
}

interface Entry {
  readonly want: Want;
  readonly span: Span | undefined;
  /** Undefined for whoever does not pay. */
  readonly client: string | undefined;
  readonly ahead: boolean;
}

/** Who wants what of one artifact. */
export class Interests {
  readonly #wants = new Map<AbortController, Entry>();
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

  /** `span` is that of the response for which it is wanted, where that is traced; `client` whoever pays for what is made for it. */
  add(want: Want, span?: Span, client?: string): Interest {
    return this.#add({ want, span, client, ahead: false });
  }

  #add(entry: Entry): Interest {
    const controller = new AbortController();
    this.#wants.set(controller, entry);
    this.#onChange();
    return {
      // Made when it is asked for: whoever is made ahead for needs none.
      get signal() {
        return controller.signal;
      },
      leave: (why) => controller.abort(why),
      release: () => {
        if (this.#wants.delete(controller)) this.#onChange();
      },
    };
  }

  /**
   * Wants everything from a segment on for `lingerMs`, in place of an earlier such wish: a segment player has no open
   * request between two segments, and a response that moves to this worker is not here yet. `client` pays for it.
   */
  addFor(lingerMs: number, want: Want, client?: string): void {
    clearTimeout(this.#aheadTimer);
    const previous = this.#aheadRelease;
    const interest = this.#add({ want, span: undefined, client, ahead: true });
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

  /**
   * Who pays for a piece: whoever has waited longest for it, and only where nobody waits for it whoever it is made ahead for. Undefined where none of
   * those who wait pays: a response that goes on was paid for when it began.
   */
  payerOf(piece: Piece): Payer | undefined {
    const wanting = [...this.#wants.values()].filter(({ want }) => isWanted(want, piece));
    const waiting = wanting.filter(({ ahead }) => !ahead);
    const payer = waiting.length > 0 ? waiting.find(({ client }) => client !== undefined) : wanting[0];
    if (payer?.client === undefined) return undefined;
    return { client: payer.client, want: payer.want, ahead: payer.ahead };
  }

  /** Whether anybody wants a piece. */
  isWanted(piece: Piece): boolean {
    return this.wants.some((want) => isWanted(want, piece));
  }

  /** Tells those for whom `client` would have to pay that a piece cannot be had. */
  failPayer(client: string, piece: Piece, error: unknown): void {
    for (const [controller, { want, ahead, client: payer }] of this.#wants) {
      if (ahead || payer !== client || !isWanted(want, piece)) continue;
      this.#wants.delete(controller);
      controller.abort(error);
    }
    this.#onChange();
  }

  /** Nothing more is made ahead. */
  endAhead(): void {
    clearTimeout(this.#aheadTimer);
    this.#aheadRelease?.();
    this.#aheadRelease = undefined;
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
