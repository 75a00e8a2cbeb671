import { rename } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import { sealedPath } from './artifact-directory.js';
import { damageOf } from './damage.js';
import type { PieceState } from './piece-state.js';
import type { StoredArtifact } from './stored-artifact.js';

/**
 * Appends to one piece. Bytes that are there already are compared instead of written: so a takeover that makes a segment again
 * proves that it is the same one before anything new can be read.
 */
export class PieceWriter {
  readonly #artifact: StoredArtifact;
  readonly #state: PieceState;
  readonly #growing: NonNullable<PieceState['growing']>;
  #released = false;

  constructor(artifact: StoredArtifact, state: PieceState) {
    const { growing } = state;
    if (growing === undefined || growing.hasWriter) {
      throw new UnderstudyError(
        'internal',
        `piece ${state.piece} of ${artifact.artifactId} has a writer or is sealed`,
      );
    }
    growing.hasWriter = true;
    this.#artifact = artifact;
    this.#state = state;
    this.#growing = growing;
  }

  /** Bytes that are there. */
  get length(): number {
    return this.#state.length;
  }

  /**
   * Adds the bytes of the piece that begin at `offset`.
   * @throws UnderstudyError `splice_mismatch` where they differ from those that are there, `peer_protocol` where they leave a gap,
   *   `digest_mismatch` where those that are there are gone.
   */
  async append(offset: number, bytes: Uint8Array): Promise<void> {
    if (offset > this.#state.length) {
      throw new UnderstudyError(
        'peer_protocol',
        `bytes at ${offset} leave a gap behind ${this.#state.length}`,
      );
    }
    const overlap = Math.min(this.#state.length - offset, bytes.length);
    const fresh = bytes.subarray(overlap);
    await this.#unlessDropped(async () => {
      if (overlap > 0) await this.#compare(offset, bytes.subarray(0, overlap));
      if (fresh.length === 0) return;
      faultPoint('write');
      await writeAll(this.#growing.file, fresh, this.#state.length);
      faultPoint('write.done');
    });
    if (fresh.length === 0) return;
    this.#growing.hash.update(fresh);
    this.#state.checks?.push(fresh);
    this.#growing.recent.push(this.#state.length, fresh);
    this.#state.length += fresh.length;
    this.#artifact.notify();
  }

  async #compare(offset: number, bytes: Uint8Array): Promise<void> {
    const stored = Buffer.alloc(bytes.length);
    await this.#growing.file.read(stored, 0, stored.length, offset);
    if (!stored.equals(bytes)) {
      throw new UnderstudyError(
        'splice_mismatch',
        `piece ${this.#state.piece} of ${this.#artifact.artifactId} differs at ${offset}`,
      );
    }
  }

  /**
   * Ends the piece at `length` bytes: makes it durable, then gives it its final name.
   * @throws UnderstudyError `digest_mismatch` where it is not what the manifest says; the piece is dropped then.
   */
  async seal(length: number): Promise<void> {
    const sha256 = this.#growing.hash.copy().digest('hex');
    const known = this.#artifact.manifestEntry(this.#state.piece);
    const fits = known === undefined || (known.sha256 === sha256 && known.length === length);
    if (length !== this.#state.length || !fits) {
      this.#released = true;
      await this.#artifact.drop(this.#state);
      throw new UnderstudyError(
        'digest_mismatch',
        `piece ${this.#state.piece} of ${this.#artifact.artifactId}: ${this.#state.length} bytes of ${sha256}, should be ${length} of ${known?.sha256 ?? 'any digest'}`,
      );
    }
    const path = sealedPath(this.#artifact.directory, this.#state.piece, length, sha256);
    await this.#unlessDropped(async () => {
      faultPoint('seal');
      await this.#growing.file.datasync();
      faultPoint('seal.synced');
      await rename(this.#state.path, path);
      faultPoint('seal.renamed');
    });
    this.#released = true;
    const { file } = this.#growing;
    this.#artifact.noteSealed(this.#state, sha256, path);
    await file.close();
  }

  /**
   * Runs something that writes. The file may be taken away meanwhile, by whoever reads it here and finds it gone, or by somebody outside:
   * then what was written is nowhere, and the piece is begun again.
   */
  async #unlessDropped(step: () => Promise<void>): Promise<void> {
    let cause: unknown;
    try {
      if (!this.#state.dropped) return await step();
    } catch (error) {
      if (!this.#state.dropped && damageOf(error) !== 'missing') throw error;
      cause = error;
    }
    this.#released = true;
    await this.#artifact.drop(this.#state);
    throw new UnderstudyError(
      'digest_mismatch',
      `the file of piece ${this.#state.piece} of ${this.#artifact.artifactId} is gone`,
      { cause },
    );
  }

  /** Ends writing without a seal: what is there stays readable and can be gone on with. Does nothing after `seal` or `discard`. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#growing.hasWriter = false;
  }

  /** Ends writing and forgets the bytes. */
  async discard(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#artifact.drop(this.#state);
  }
}

async function writeAll(
  file: NonNullable<PieceState['growing']>['file'],
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}
