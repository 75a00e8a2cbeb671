import { createHash } from 'node:crypto';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Budgets, BudgetTerms } from '@understudy/metadata-store';

interface Options {
  readonly store: Budgets;
  /** Undefined where keys have no budget. */
  readonly terms: BudgetTerms | undefined;
  readonly onCharged: (price: number, granted: boolean) => void;
}

/** What each API key may have described, in generation-seconds. Exact, however many catalogs there are. */
export class KeyBudgets {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws UnderstudyError `budget_exceeded`, `metadata_unavailable` */
  async charge(apiKey: string, price: number): Promise<void> {
    const { store, terms, onCharged } = this.#options;
    if (terms === undefined) return;
    const charge = await store.charge(bucketOf(apiKey), price, terms);
    onCharged(price, charge.granted);
    if (charge.granted) return;
    throw new UnderstudyError('budget_exceeded', `${price} generation-seconds, ${charge.left} are left`, {
      price,
      publicDetail:
        charge.retryAfterS === undefined
          ? `It costs more than a key may ever have at once, which is ${terms.burst} generation-seconds.`
          : `It costs ${price} generation-seconds; the key has ${Math.floor(charge.left)} left.`,
      ...(charge.retryAfterS !== undefined && { retryAfterSeconds: charge.retryAfterS }),
    });
  }

  /** Gives back what was not described after all. A store that is away keeps it: the bucket fills by itself. */
  async refund(apiKey: string, price: number): Promise<void> {
    const { store, terms } = this.#options;
    if (terms === undefined) return;
    await store.refund(bucketOf(apiKey), price, terms).catch((error: unknown) => {
      if (!isUnderstudyError(error, 'metadata_unavailable')) throw error;
    });
  }
}

function bucketOf(apiKey: string): string {
  return `key:${keyName(apiKey)}`;
}

/** What stands for a key, which itself stands nowhere. */
export function keyName(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex').slice(0, 32);
}
