import { type Piece, sheetOf } from '@understudy/artifact';
import { planStoryboard } from '@understudy/description';
import { type Costs, flatPricing, type Generator, type Pricing, priceOf } from '@understudy/generator';
import type { StoredArtifact } from '../store/stored-artifact.js';

type Priced = Pick<StoredArtifact, 'description' | 'plan'>;

/** What pieces cost here, by what this worker's runs have taught. */
export class Prices {
  readonly pricing: Pricing;
  readonly #madeWhole: boolean;

  constructor(generator: Pick<Generator, 'pricing' | 'resumable'>) {
    this.#madeWhole = generator.resumable === 'none';
    this.pricing = generator.pricing ?? flatPricing('any', this.#madeWhole);
  }

  /** With what a piece is paid for: what is made as a whole, with its first segment, whichever is asked for. */
  paidWith(piece: Piece): Piece {
    return this.#madeWhole && (piece === 'init' || typeof piece === 'number') ? 0 : piece;
  }

  /** In generation-seconds. */
  ofPiece(artifact: Priced, piece: Piece): number {
    return priceOf(this.#costsOf(artifact, piece), this.pricing.learning.calibration);
  }

  /** The same for a queue; 0 where it is only a guess yet, so that nobody is refused for it. */
  ofRun(artifact: Priced, piece: Piece): number {
    const isGuess = this.pricing.calibrate === undefined && this.pricing.learning.runs === 0;
    return isGuess ? 0 : this.ofPiece(artifact, this.paidWith(piece));
  }

  #costsOf({ description, plan }: Priced, piece: Piece): Costs {
    if (typeof piece === 'number') {
      const planned = plan.segments[piece];
      return planned === undefined ? {} : this.pricing.segmentCosts(description, planned);
    }
    const sheet = sheetOf(piece);
    if (sheet !== undefined)
      return this.pricing.pictureCosts(description, planStoryboard(description).sheets[sheet]?.length ?? 0);
    // The initialization segment is the beginning of a run: no picture, but a start.
    return this.pricing.pictureCosts(description, piece === 'poster' ? 1 : 0);
  }
}
