import type { PieceRange } from '@understudy/peer-protocol';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { verifyPiece } from '../store/verify-piece.js';
import { piecesOf } from './pieces-here.js';

/** The most artifacts that wait to be verified; who asks for more asks again. */
const waitingMost = 256;

/** Compares stored pieces with their digests in the background, at its pace, because somebody is going to rely on them. */
export class CopyVerifier {
  readonly #pace: (bytes: number, signal: AbortSignal) => Promise<void>;
  readonly #waiting = new Map<bigint, { artifact: StoredArtifact; pieces: readonly PieceRange[] }>();
  readonly #stop = new AbortController();
  #running = false;

  constructor(pace: (bytes: number, signal: AbortSignal) => Promise<void>) {
    this.#pace = pace;
  }

  /** Whether all those pieces were verified by this process. What was not is going to be. */
  isVerified(artifact: StoredArtifact, pieces: readonly PieceRange[]): boolean {
    if (piecesOf(artifact, pieces).every((piece) => artifact.state(piece)?.verified === true)) return true;
    if (this.#waiting.size < waitingMost) this.#waiting.set(artifact.contentId, { artifact, pieces });
    if (!this.#running) void this.#run();
    return false;
  }

  close(): void {
    this.#stop.abort(new Error('the worker stops'));
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (const [contentId, { artifact, pieces }] of this.#waiting) {
      this.#waiting.delete(contentId);
      try {
        await this.#verify(artifact, pieces);
      } catch {
        // It stopped, or the disk failed: the copy is not verified, and nobody relies on it.
      }
    }
    this.#running = false;
  }

  async #verify(artifact: StoredArtifact, pieces: readonly PieceRange[]): Promise<void> {
    for (const piece of piecesOf(artifact, pieces)) {
      const state = artifact.state(piece);
      if (state === undefined || state.verified) continue;
      await this.#pace(state.length, this.#stop.signal);
      await verifyPiece(artifact, state);
    }
  }
}
