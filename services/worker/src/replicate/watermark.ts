import type { Piece } from '@understudy/artifact';
import type { ProductionContext } from '../produce/production-context.js';
import type { PieceState } from '../store/piece-state.js';
import type { ReleaseGuard } from '../store/release-guard.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

interface WatermarkOptions {
  /** `segment`: what of a segment was shown cannot be gone on with, so it is shown as a whole or not at all. */
  readonly unit: 'byte' | 'segment';
  /** Whether it is made here; what comes from another worker is on two. */
  readonly isGenerating: () => boolean;
  /** Whether it is to have a replica, and another worker is there to be it. */
  readonly isWanted: () => boolean;
  /** How long bytes are held back when nobody takes them. */
  readonly waitMs: number;
  readonly onOpened: () => void;
}

/**
 * How many bytes of an artifact are on both master and replica: no more is shown while it is made.
 *
 *     held ──no replica takes anything for `waitMs`──▶ open ──a replica takes something──▶ held
 *
 * While it is open the one copy is shown as it grows: a cluster whose other workers are full or gone still plays.
 */
export class Watermark implements ReleaseGuard {
  readonly #artifact: StoredArtifact;
  readonly #options: WatermarkOptions;
  /** Bytes of each piece that another worker has. */
  readonly #safe = new Map<Piece, number>();
  #open = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(artifact: StoredArtifact, options: WatermarkOptions) {
    this.#artifact = artifact;
    this.#options = options;
  }

  released(state: PieceState): number {
    const { unit, isGenerating, isWanted } = this.#options;
    if (state.piece === 'poster') return state.length;
    if (unit === 'segment' && state.sha256 === undefined) return 0;
    if (this.#open || !isGenerating() || !isWanted()) return state.length;
    const safe = Math.min(state.length, this.#safe.get(state.piece) ?? 0);
    if (safe < state.length) this.#timer ??= setTimeout(() => this.#giveUp(), this.#options.waitMs);
    return unit === 'segment' && safe < state.length ? 0 : safe;
  }

  acknowledged(edition: number, piece: Piece, bytes: number): void {
    if (edition !== this.#artifact.edition) return;
    this.#safe.set(piece, Math.max(bytes, this.#safe.get(piece) ?? 0));
    this.#open = false;
    this.#stopWaiting();
    this.#artifact.notify();
  }

  cameFromAnother(): void {
    for (const piece of this.#artifact.pieces) {
      const state = this.#artifact.state(piece);
      if (state !== undefined) this.#safe.set(piece, state.length);
    }
  }

  forget(piece: Piece): void {
    this.#safe.delete(piece);
  }

  close(): void {
    this.#stopWaiting();
  }

  #giveUp(): void {
    this.#timer = undefined;
    this.#open = true;
    this.#options.onOpened();
    this.#artifact.notify();
  }

  #stopWaiting(): void {
    this.#timer = void clearTimeout(this.#timer);
  }
}

/** Guards what cannot be made again with the same bytes; `byte` generators need nobody for that. */
export function guardArtifact(
  artifact: StoredArtifact,
  { generator, replication, view, limits, events }: ProductionContext,
  isGenerating: () => boolean,
): void {
  if (generator.resumable === 'byte') return;
  artifact.guard = new Watermark(artifact, {
    unit: generator.resumable === 'segment' ? 'segment' : 'byte',
    isGenerating,
    isWanted: () => replication.applies(artifact) && view().othersInOrder(artifact.contentId).length > 0,
    waitMs: limits.watermarkWaitMs,
    onOpened: () => events.watermarkOpened(artifact),
  });
}
