import { rename, rm, stat } from 'node:fs/promises';
import type { Piece } from '@understudy/artifact';
import { faultPoint } from '@understudy/fault-points';
import type { PieceState } from './piece-state.js';

/** A file that is no good as it is, but most of whose bytes may be. */
export interface Leftover {
  readonly piece: Piece;
  readonly path: string;
  /** How long the file is. */
  readonly bytes: number;
  /** What it was sealed as; undefined for one that was never sealed. */
  readonly sealedAs: { readonly length: number; readonly sha256: string } | undefined;
}

export const damagedSuffix = '.damaged';
/** What nobody could help with is not asked for again for this long: it is followed or generated meanwhile. */
const helplessMs = 3_000;

/**
 * What is left on disk of pieces that are not here: damaged files, and beginnings that an earlier process was writing. A repair asks for no
 * more than what differs from them. They go when their piece is sealed.
 */
export class Leftovers {
  readonly #files = new Map<Piece, Pick<Leftover, 'path' | 'bytes'>>();
  /** When nobody could help with a piece, by `performance.now()`. */
  readonly #helplessAtMs = new Map<Piece, number>();
  /** Pieces whose file is just being moved away: until then nothing new may get its name. */
  readonly #moving = new Map<Piece, Promise<void>>();

  constructor(found: readonly Leftover[]) {
    for (const { piece, path, bytes } of found) this.#files.set(piece, { path, bytes });
  }

  /** The file that is left of a piece. */
  pathOf(piece: Piece): string | undefined {
    return this.#files.get(piece)?.path;
  }

  /** What all of them take on disk. */
  bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#files.values()) sum += bytes;
    return sum;
  }

  /**
   * Whether a piece is to be repaired: there is something to begin with, and it was not found a moment ago that nobody can help.
   */
  awaitsRepair(piece: Piece): boolean {
    const helplessAtMs = this.#helplessAtMs.get(piece) ?? Number.NEGATIVE_INFINITY;
    return this.#files.has(piece) && performance.now() - helplessAtMs >= helplessMs;
  }

  /** Nobody can help with a piece now. */
  noteHelpless(piece: Piece): void {
    this.#helplessAtMs.set(piece, performance.now());
  }

  /** The pieces that were sealed here, and found damaged. */
  damaged(): Piece[] {
    return [...this.#files].filter(([, { path }]) => path.endsWith(damagedSuffix)).map(([piece]) => piece);
  }

  /** The pieces of which an earlier process had written a part. */
  begun(): Piece[] {
    return [...this.#files].filter(([, { path }]) => !path.endsWith(damagedSuffix)).map(([piece]) => piece);
  }

  /** What is left of a piece is of no use any more: it was made whole from that in a file of its own, or nobody can. */
  async giveUp(piece: Piece): Promise<void> {
    const path = this.pathOf(piece);
    this.#files.delete(piece);
    // The next start removes what cannot be removed now; whoever goes on without it needs not fail for it.
    if (path !== undefined) await this.#move(piece, () => rm(path, { force: true })).catch(() => undefined);
  }

  /** Keeps the file of a piece that has just been dropped. */
  keep({ piece, path }: PieceState): Promise<void> {
    return this.#move(piece, async () => {
      const kept = `${path}${damagedSuffix}`;
      try {
        await rename(path, kept);
        faultPoint('damage.kept');
        this.#files.set(piece, { path: kept, bytes: (await stat(kept)).size });
      } catch {
        // It is not there, or the disk does not let go of it: then there is nothing to begin with.
      }
    });
  }

  /** Removes the file of a piece that has just been dropped. */
  discard({ piece, path }: PieceState): Promise<void> {
    return this.#move(piece, () => rm(path, { force: true }));
  }

  /** Resolves when a file of a piece may get its name. */
  async settled(piece: Piece): Promise<void> {
    await this.#moving.get(piece);
  }

  /** The piece is written from its beginning, or sealed: what was left of it is of no use any more. */
  forget(piece: Piece): void {
    const path = this.pathOf(piece);
    this.#files.delete(piece);
    if (path?.endsWith(damagedSuffix) !== true) return;
    // In line: the piece may be damaged again at once, and the file that is kept then has this name. The next start removes what cannot be removed now.
    this.#move(piece, () => rm(path, { force: true })).catch(() => undefined);
  }

  /** Nothing is left. */
  clear(): void {
    this.#files.clear();
  }

  #move(piece: Piece, step: () => Promise<void>): Promise<void> {
    // One after the other: who waits for the last has waited for all.
    const before = this.#moving.get(piece);
    const moved = before === undefined ? step() : before.then(step);
    const settled = moved
      .catch(() => undefined)
      .then(() => {
        if (this.#moving.get(piece) === settled) this.#moving.delete(piece);
      });
    this.#moving.set(piece, settled);
    return moved;
  }
}
