import { type Piece, sheetOf } from '@understudy/artifact';
import { planStoryboard } from '@understudy/description';
import { type Costs, flatPricing, type Generator, type Pricing, priceOf } from '@understudy/generator';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** What pieces cost here, by what this worker's runs have taught. */
export class Prices {
  readonly pricing: Pricing;
  readonly #madeWhole: boolean;

  constructor(generator: Pick<Generator, 'pricing' | 'resumable'>) {
    this.#madeWhole = generator.resumable === 'none';
    this.pricing = generator.pricing ?? flatPricing('any', this.#madeWhole);
  }

  /** In generation-seconds. */
  ofPiece(artifact: Pick<StoredArtifact, 'description'>, piece: Piece): number {
    return priceOf(this.#costsOf(artifact, piece), this.pricing.learning.calibration);
  }

  /** The same for a queue; 0 where it is only a guess yet, so that nobody is refused for it. */
  ofRun(artifact: Pick<StoredArtifact, 'description'>, piece: Piece): number {
    const isGuess = this.pricing.calibrate === undefined && this.pricing.learning.runs === 0;
    return isGuess ? 0 : this.ofPiece(artifact, piece);
  }

  #costsOf({ description }: Pick<StoredArtifact, 'description'>, piece: Piece): Costs {
    // What is made as a whole is made with its first piece; the others come along.
    if (typeof piece === 'number')
      return this.#madeWhole && piece > 0 ? {} : this.pricing.segmentCosts(description, piece);
    const sheet = sheetOf(piece);
    if (sheet !== undefined)
      return this.pricing.pictureCosts(description, planStoryboard(description).sheets[sheet]?.length ?? 0);
    // The initialization segment is the beginning of a run: no picture, but a start.
    return this.pricing.pictureCosts(description, piece === 'poster' ? 1 : 0);
  }
}
