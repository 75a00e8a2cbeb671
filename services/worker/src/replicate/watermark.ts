import type { Piece } from '@understudy/artifact';
import type { ProductionContext } from '../produce/production-context.js';
import type { PieceState } from '../store/piece-state.js';
import type { ReleaseGuard } from '../store/release-guard.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

interface WatermarkOptions {
  /** `segment`: what of a segment was shown cannot be gone on with, so it is shown as a whole or not at all. */
  readonly unit: 'byte' | 'segment';
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
class Watermark implements ReleaseGuard {
  readonly #artifact: StoredArtifact;
  readonly #options: WatermarkOptions;
  /** Of each piece that was made here, how much another worker has. What came from another worker is on two. */
  readonly #safe = new Map<Piece, number>();
  #open = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(artifact: StoredArtifact, options: WatermarkOptions) {
    this.#artifact = artifact;
    this.#options = options;
  }

  released(state: PieceState): number {
    const { unit, isWanted } = this.#options;
    if (unit === 'segment' && state.sha256 === undefined) return 0;
    const acknowledged = this.#safe.get(state.piece);
    if (acknowledged === undefined || acknowledged >= state.length) return state.length;
    if (this.#open || !isWanted()) return state.length;
    this.#timer ??= setTimeout(() => this.#giveUp(), this.#options.waitMs);
    return unit === 'segment' ? 0 : acknowledged;
  }

  acknowledged(edition: number, piece: Piece, bytes: number): void {
    if (edition !== this.#artifact.edition) return;
    const before = this.#safe.get(piece);
    if (before === undefined || bytes <= before) return;
    this.#safe.set(piece, bytes);
    this.#open = false;
    this.#stopWaiting();
    this.#artifact.notify();
  }

  making(piece: Piece): void {
    if (piece !== 'poster' && !this.#safe.has(piece))
      this.#safe.set(piece, this.#artifact.state(piece)?.length ?? 0);
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
): void {
  if (generator.resumable === 'byte') return;
  artifact.guard = new Watermark(artifact, {
    unit: generator.resumable === 'segment' ? 'segment' : 'byte',
    isWanted: () => replication.applies(artifact) && view().othersInOrder(artifact.contentId).length > 0,
    waitMs: limits.watermarkWaitMs,
    onOpened: () => events.watermarkOpened(artifact),
  });
}
