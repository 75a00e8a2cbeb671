import { createHash, type Hash } from 'node:crypto';
import type { Piece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { RunManner, StreamGenerator } from '@understudy/generator';
import type { PieceWriter, SealingRight } from '../store/piece-writer.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

/**
 * Makes a video as a whole, from its beginning, and seals its pieces as they are there. What is here already is compared instead of
 * written, so nothing new can be read before all that another worker had made was made again with the same bytes.
 * `onSealed` is told of each piece that is new.
 * @throws what the generator throws; UnderstudyError `generator_failed` where pieces are missing; `splice_mismatch`, `digest_mismatch`
 *   where bytes differ from those that are here, `lease_lost`; the signal's reason.
 */
export async function generateStream(
  artifact: StoredArtifact,
  { generator, manner }: { readonly generator: StreamGenerator; readonly manner: RunManner },
  signal: AbortSignal,
  right: SealingRight | undefined,
  onSealed: (piece: Piece) => void,
): Promise<void> {
  const left = [...artifact.pieces];
  let current: Taker | undefined;
  const end = async () => {
    if (current === undefined) return;
    const { piece } = current;
    if (await current.end(right)) onSealed(piece);
    current = undefined;
  };
  try {
    for await (const { piece, bytes } of generator.stream(artifact.description, signal, manner)) {
      if (current?.piece !== piece) {
        await end();
        if (left.shift() !== piece) throw failed(`piece ${piece} is not the next`);
        current = await takerOf(artifact, piece);
      }
      await current.take(bytes);
    }
    signal.throwIfAborted();
    if (left.length > 0) throw failed(`${left.length} pieces are missing`);
    await end();
  } finally {
    current?.release();
  }
}

const failed = (what: string) =>
  new UnderstudyError('generator_failed', `what was made is not as planned: ${what}`);

/** Takes the bytes of one piece. */
interface Taker {
  readonly piece: Piece;
  take(bytes: Uint8Array): Promise<void>;
  /** Whether the piece was sealed by this. */
  end(right: SealingRight | undefined): Promise<boolean>;
  release(): void;
}

async function takerOf(artifact: StoredArtifact, piece: Piece): Promise<Taker> {
  if (artifact.isSealed(piece)) return new Comparison(artifact, piece);
  const writer = await artifact.openWriter(piece);
  artifact.guard?.making(piece);
  return new Writing(piece, writer);
}

class Writing implements Taker {
  readonly piece: Piece;
  readonly #writer: PieceWriter;
  #offset = 0;

  constructor(piece: Piece, writer: PieceWriter) {
    this.piece = piece;
    this.#writer = writer;
  }

  async take(bytes: Uint8Array): Promise<void> {
    await this.#writer.append(this.#offset, bytes);
    this.#offset += bytes.length;
  }

  async end(right: SealingRight | undefined): Promise<boolean> {
    await this.#writer.seal(this.#offset, right);
    return true;
  }

  release(): void {
    this.#writer.release();
  }
}

/** Of a piece that is sealed here. */
class Comparison implements Taker {
  readonly piece: Piece;
  readonly #artifact: StoredArtifact;
  readonly #hash: Hash = createHash('sha256');

  constructor(artifact: StoredArtifact, piece: Piece) {
    this.#artifact = artifact;
    this.piece = piece;
  }

  async take(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
  }

  async end(): Promise<boolean> {
    if (this.#hash.digest('hex') === this.#artifact.manifestEntry(this.piece)?.sha256) return false;
    throw new UnderstudyError(
      'digest_mismatch',
      `piece ${this.piece} of ${this.#artifact.artifactId} was made again with other bytes`,
    );
  }

  release(): void {}
}
