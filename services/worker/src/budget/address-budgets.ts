import { isUnderstudyError } from '@understudy/errors';
import type { Budgets, BudgetTerms, Charge } from '@understudy/metadata-store';
import { LocalBuckets } from './local-buckets.js';

interface Options {
  readonly store: Budgets;
  /** Undefined where viewers have no budget. */
  readonly terms: BudgetTerms | undefined;
  /** Who has used up so much of it, in generation-seconds, gives way to those who have not. */
  readonly share: number;
  /** How many workers there are: while the store is away each has its share. */
  readonly workers: () => number;
  /** How many addresses are remembered for then. */
  readonly kept: number;
  readonly onCharged: (price: number, granted: boolean) => void;
}

/** `givesWay`: the address has had more than its share, so what is made for it gives way to what is made for others. */
type AddressCharge = Charge & { readonly givesWay: boolean };

const always: AddressCharge = { granted: true, left: Number.POSITIVE_INFINITY, givesWay: false };

/**
 * What each viewer's address may have made for it. The buckets are in the metadata store, so they are the same whichever router or worker is asked. While it is
 * away each worker goes by a bucket of its own with its share of the budget, from which all that it charged was taken too: together they give no more
 * than one budget.
 */
export class AddressBudgets {
  readonly #options: Options;
  readonly #local: LocalBuckets;

  constructor(options: Options) {
    this.#options = options;
    this.#local = new LocalBuckets(options.kept);
  }

  /** Never rejects for want of the store. */
  async charge(client: string, price: number): Promise<AddressCharge> {
    const { store, terms, share, onCharged } = this.#options;
    if (terms === undefined || price === 0) return always;
    try {
      const charge = await store.charge(bucketOf(client), price, terms);
      if (charge.granted) this.#local.mirror(client, price, this.#share(terms), performance.now());
      onCharged(price, charge.granted);
      return { ...charge, givesWay: terms.burst - charge.left > share };
    } catch (error) {
      if (!isUnderstudyError(error, 'metadata_unavailable')) throw error;
      const part = this.#share(terms);
      const charge = this.#local.charge(client, price, part, performance.now());
      onCharged(price, charge.granted);
      return { ...charge, givesWay: part.burst - charge.left > share * (part.burst / terms.burst) };
    }
  }

  /** Gives back what was not made after all; nothing while the store is away. */
  async refund(client: string, price: number): Promise<void> {
    const { store, terms } = this.#options;
    if (terms === undefined || price === 0) return;
    await store.refund(bucketOf(client), price, terms).catch((error: unknown) => {
      if (!isUnderstudyError(error, 'metadata_unavailable')) throw error;
    });
  }

  #share({ burst, perSecond }: BudgetTerms): BudgetTerms {
    const workers = Math.max(1, this.#options.workers());
    return { burst: burst / workers, perSecond: perSecond / workers };
  }
}

/** Beside those of API keys. */
function bucketOf(client: string): string {
  return `address:${client}`;
}
