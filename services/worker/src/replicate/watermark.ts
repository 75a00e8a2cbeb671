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
 * While it is open the one copy is shown as it grows: a cluster whose other workers are full or gone still plays. What was shown stays so.
 */
class Watermark implements ReleaseGuard {
  readonly #artifact: StoredArtifact;
  readonly #options: WatermarkOptions;
  /** Of each piece that was made here, how much another worker has. What came from another worker is on two. */
  readonly #safe = new Map<Piece, number>();
  /** What was shown of each although nobody had acknowledged it: holding it back again would stop its players and keep nothing from anybody. */
  readonly #shown = new Map<Piece, number>();
  #open = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(artifact: StoredArtifact, options: WatermarkOptions) {
    this.#artifact = artifact;
    this.#options = options;
    // Of what an earlier process left nobody knows who made it. What is complete is not made any more.
    if (artifact.isComplete()) return;
    for (const { piece } of artifact.sealedPieces()) if (this.#isHeld(piece)) this.#safe.set(piece, 0);
  }

  released({ piece, length, sha256 }: PieceState): number {
    const { unit, isWanted } = this.#options;
    if (unit === 'segment' && sha256 === undefined) return 0;
    const acknowledged = this.#safe.get(piece) ?? length;
    if (acknowledged < length && (this.#open || !isWanted())) this.#shown.set(piece, length);
    const released = Math.max(acknowledged, this.#shown.get(piece) ?? 0);
    if (released >= length) return length;
    this.#timer ??= setTimeout(() => this.#giveUp(), this.#options.waitMs);
    return unit === 'segment' ? 0 : released;
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
    if (this.#isHeld(piece) && !this.#safe.has(piece))
      this.#safe.set(piece, this.#artifact.state(piece)?.length ?? 0);
  }

  forget(piece: Piece): void {
    this.#safe.delete(piece);
    this.#shown.delete(piece);
  }

  close(): void {
    this.#stopWaiting();
  }

  /** Pictures are no part of the stream, and of one that is made in segments the initialization comes out the same each time. */
  #isHeld(piece: Piece): boolean {
    return typeof piece === 'number' || (piece === 'init' && this.#options.unit === 'byte');
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
