import type { Piece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import { type Creators, videoIdOf } from '@understudy/metadata-store';
import type { Run } from '../produce/admission.js';
import type { Interests, Payer } from '../produce/interests.js';
import { missingPieces } from '../produce/missing-pieces.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { AddressBudgets } from './address-budgets.js';
import type { Prices } from './prices.js';

interface Parts {
  readonly interests: Pick<Interests, 'payerOf' | 'isWanted' | 'failPayer' | 'endAhead'>;
  readonly budgets: Pick<AddressBudgets, 'charge' | 'refund'>;
  readonly prices: Prices;
  readonly metadata: Pick<Creators, 'readCreator'>;
}

/** What is paid for one piece, or for one run that makes all. */
interface Paid {
  readonly client: string;
  readonly price: number;
  /** See `AddressBudgets.charge`. */
  readonly givesWay: boolean;
  /** Whether its run has begun: what that took is gone, whether or not it came to its end. */
  begun: boolean;
}

/**
 * Sees to it that what is made of one artifact is paid for, before it is queued: by whoever waits for it, and all at once that this one wants, so that
 * no video stops for want of a budget that it began with. What is then not even begun, because nobody wanted it any more, is given back.
 */
export class Payments {
  readonly #artifact: StoredArtifact;
  readonly #parts: Parts;
  readonly #paid = new Map<Piece, Paid>();

  /** Whose key described it, once that is known. */
  #creator: string | undefined;
  #asked = false;

  constructor(artifact: StoredArtifact, parts: Parts) {
    this.#artifact = artifact;
    this.#parts = parts;
  }

  /** The run that makes a piece: for whom it is made, what it costs, and whether it gives way to others. */
  runOf(piece: Piece): Required<Omit<Run, 'dueMs' | 'isWanted'>> {
    const { prices } = this.#parts;
    const paid = this.#paid.get(prices.paidWith(piece));
    return {
      key: this.#creator ?? '',
      flow: paid?.client ?? '',
      price: prices.ofRun(this.#artifact, piece),
      givesWay: paid?.givesWay ?? false,
    };
  }

  /**
   * Whether a piece may be made: it is paid for, or now is, or those who wait for it do not pay. Not when it is here by then. Whoever wants it
   * and has not enough is told `budget_exceeded`.
   */
  async pay(piece: Piece): Promise<boolean> {
    const { interests, prices } = this.#parts;
    let refused = false;
    while (!this.#artifact.isSealed(piece)) {
      if (this.#paid.has(prices.paidWith(piece))) return true;
      const wanted = this.#wantedAs(piece);
      const payer = interests.payerOf(wanted);
      if (payer === undefined) return !refused || interests.isWanted(wanted);
      const [isPaid] = await Promise.all([this.#charge(piece, wanted, payer), this.#askCreator()]);
      refused = !isPaid;
    }
    return false;
  }

  /** The run that makes a piece begins. */
  begin(piece: Piece): void {
    const paid = this.#paid.get(this.#parts.prices.paidWith(piece));
    if (paid !== undefined) paid.begun = true;
  }

  /** Gives back what was paid for and not begun; but not where it is handed over, to be made elsewhere for the same players. */
  async settle(handsOver: boolean): Promise<void> {
    if (handsOver) return this.#paid.clear();
    const unmade = new Map<string, number>();
    for (const [piece, { client, price, begun }] of this.#paid)
      if (!begun && !this.#artifact.isSealed(piece)) unmade.set(client, (unmade.get(client) ?? 0) + price);
    this.#paid.clear();
    for (const [client, price] of unmade) await this.#parts.budgets.refund(client, price);
  }

  /** Asked once, beside the first charge, which waits for the store as well: what goes on without being paid for waits for nothing. */
  async #askCreator(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const { metadata } = this.#parts;
    this.#creator = await metadata.readCreator(videoIdOf(this.#artifact.contentId)).catch(() => undefined);
  }

  /** What somebody who waits for the run of a piece waits for: the first segment's is also made where only the initialization segment is wanted. */
  #wantedAs(piece: Piece): Piece {
    return piece === 0 && !this.#parts.interests.isWanted(0) ? 'init' : piece;
  }

  async #charge(piece: Piece, wanted: Piece, payer: Payer): Promise<boolean> {
    const { budgets, interests, prices } = this.#parts;
    const { client, ahead } = payer;
    // Ahead of whoever is between two requests, a piece is paid for when it is made.
    const missing = ahead ? [] : missingPieces(this.#artifact, [payer.want]);
    const due = [...new Set([piece, ...missing].map((each) => prices.paidWith(each)))]
      .filter((each) => !this.#paid.has(each))
      .map((each) => ({ piece: each, price: prices.ofPiece(this.#artifact, each) }));
    const price = due.reduce((sum, each) => sum + each.price, 0);
    const charge = await budgets.charge(client, price);
    if (charge.granted) {
      const { givesWay } = charge;
      for (const each of due)
        this.#paid.set(each.piece, { client, price: each.price, givesWay, begun: false });
      return true;
    }
    if (ahead) interests.endAhead();
    else interests.failPayer(client, wanted, exceeded(price, charge.retryAfterS));
    return false;
  }
}

function exceeded(price: number, retryAfterS: number | undefined): UnderstudyError {
  return new UnderstudyError('budget_exceeded', `${price.toFixed(1)} generation-seconds`, {
    price: Math.ceil(price * 1_000) / 1_000,
    ...(retryAfterS !== undefined && { retryAfterSeconds: retryAfterS }),
  });
}
