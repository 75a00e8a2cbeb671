import type { MoveReason } from '@understudy/peer-protocol';

/** A copy that is made because it belongs here, not because somebody waits for it. */
export interface Move {
  readonly reason: MoveReason;
  /** Waits until so many bytes may come. */
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void>;
}
