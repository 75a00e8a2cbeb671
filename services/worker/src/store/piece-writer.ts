import { rename } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import { sealedPath } from './artifact-directory.js';
import { damageOf } from './damage.js';
import { syncDirectory } from './durable.js';
import type { PieceState } from './piece-state.js';
import type { StoredArtifact } from './stored-artifact.js';
import { through } from './write-gate.js';

/** The right to seal what is made here. What comes from another worker was sealed there. */
export interface SealingRight {
  /** Resolves when it holds at this moment. */
  confirm(): Promise<void>;
}

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
   *   `digest_mismatch` where those that are there are gone, `storage_full`.
   */
  async append(offset: number, bytes: Uint8Array): Promise<void> {
    if (offset > this.#state.length) {
      throw new UnderstudyError(
        'peer_protocol',
        `bytes at ${offset} leave a gap behind ${this.#state.length}`,
      );
    }
    const overlap = Math.min(this.#state.length - offset, bytes.length);
    if (overlap > 0) await this.#unlessGone(() => this.#compare(offset, bytes.subarray(0, overlap)));
    const fresh = bytes.subarray(overlap);
    if (fresh.length === 0) return;
    const { gate } = this.#artifact;
    gate.take(fresh.length, this.#artifact.diskBytes());
    await this.#unlessGone(async () => {
      faultPoint('write');
      await writeAll(this.#growing.file, fresh, this.#state.length);
      faultPoint('write.done');
    });
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
   * Ends the piece at `length` bytes: makes it durable, then gives it its final name. Under a `right` to seal, that right is
   * confirmed before the piece has its name, and again before anybody is told: this process may have been stopped in between.
   * @throws UnderstudyError `digest_mismatch` where it is not what the manifest says; the piece is dropped then.
   *   What the right throws: the piece stays unsealed. `storage_full`.
   */
  async seal(length: number, right?: SealingRight): Promise<void> {
    const sha256 = this.#growing.hash.copy().digest('hex');
    if (this.#misfits(length, sha256)) await this.#refuse(length, sha256);
    const path = sealedPath(this.#artifact.directory, this.#state.piece, length, sha256);
    // Never tried twice: a second `datasync` after a failed one succeeds although the bytes are lost. The piece is dropped.
    await this.#unlessGone(() => this.#makeDurable(path, right));
    // What the cluster accepted may have become known meanwhile.
    if (this.#misfits(length, sha256)) await this.#refuse(length, sha256);
    this.#released = true;
    const { file } = this.#growing;
    this.#artifact.noteSealed(this.#state, sha256, path, right !== undefined);
    // All is on disk: nothing depends on it.
    file.close().catch(() => undefined);
  }

  /** The order in which a kill or a power cut leaves the piece whole under its final name, or without it. */
  async #makeDurable(path: string, right: SealingRight | undefined): Promise<void> {
    const part = this.#state.path;
    faultPoint('seal');
    await this.#growing.file.datasync();
    await this.#artifact.home.durable();
    faultPoint('seal.synced');
    await right?.confirm();
    await rename(part, path);
    this.#state.path = path;
    faultPoint('seal.renamed');
    await syncDirectory(this.#artifact.directory);
    try {
      await right?.confirm();
    } catch (error) {
      await rename(path, part);
      this.#state.path = part;
      throw error;
    }
  }

  #misfits(length: number, sha256: string): boolean {
    const known = this.#artifact.manifestEntry(this.#state.piece);
    if (length !== this.#state.length) return true;
    return known !== undefined && (known.sha256 !== sha256 || known.length !== length);
  }

  async #refuse(length: number, sha256: string): Promise<never> {
    const { piece } = this.#state;
    const known = this.#artifact.manifestEntry(piece);
    this.#released = true;
    await this.#artifact.drop(this.#state);
    throw new UnderstudyError(
      'digest_mismatch',
      `piece ${piece} of ${this.#artifact.artifactId}: ${this.#state.length} bytes of ${sha256}, should be ${length} of ${known?.sha256 ?? 'any digest'}`,
    );
  }

  /**
   * Runs something that writes. The file may be taken away meanwhile, by whoever reads it here and finds it gone, or by somebody outside:
   * then what was written is nowhere, and the piece is begun again.
   */
  async #unlessGone(write: () => Promise<void>): Promise<void> {
    let cause: unknown;
    try {
      if (!this.#state.dropped) return await through(this.#artifact.gate, write);
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
