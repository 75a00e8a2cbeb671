import type { Piece } from '@understudy/artifact';
import type { SegmentPlan } from '@understudy/description';

/** Somebody who loads faster than he plays waits too, but no longer than for so many times the lead. */
const mostLeads = 2;

/**
 * When the next piece of a video is due, as far as the worker can tell: its players play since its first piece was made, and each piece
 * lasts them for its duration. All times are in ms on the clock of `performance.now()`.
 */
export class DueTimes {
  readonly #leadMs: number;
  #dueMs: number | undefined;

  constructor(leadMs: number) {
    this.#leadMs = leadMs;
  }

  /** When what is asked for now is due; undefined for what is new. `begun`: players may have got a part of the video already. */
  next(begun: boolean, nowMs: number): number | undefined {
    if (this.#dueMs === undefined) return begun ? nowMs : undefined;
    return Math.min(this.#dueMs, nowMs + this.#leadMs * mostLeads);
  }

  /** A piece was made that lasts for `durationMs`. */
  made(durationMs: number, nowMs: number): void {
    this.#dueMs = (this.#dueMs ?? nowMs) + durationMs;
  }

  /** Nobody waits for more. */
  reset(): void {
    this.#dueMs = undefined;
  }
}

/** How long a piece lasts a player, in ms: 0 for what is not played in turn. */
export function durationMsOf(piece: Piece, { segments }: Pick<SegmentPlan, 'segments'>): number {
  return typeof piece === 'number' ? (segments[piece]?.durationS ?? 0) * 1_000 : 0;
}
