import type { EnvReader } from '@understudy/service-kit';

/** What the addresses of viewers may have made. */
export interface AddressConfig {
  /** Generation-seconds that one viewer's address may have at once, and for each second; 0: as many as it asks for. */
  readonly addressBudget: number;
  readonly addressBudgetPerS: number;
  /** Who has used up so much of it gives way to those who have not. */
  readonly addressShare: number;
  /** Of so many addresses is remembered what they had, for while the metadata store is away. */
  readonly addressesKept: number;
}

export function readAddressConfig(read: EnvReader): AddressConfig {
  return {
    addressBudget: read.number('UNDERSTUDY_ADDRESS_BUDGET', { fallback: 3_600, min: 0, max: 1_000_000_000 }),
    addressBudgetPerS: read.number('UNDERSTUDY_ADDRESS_BUDGET_PER_S', {
      fallback: 4,
      min: 0.001,
      max: 1_000_000,
    }),
    addressShare: read.number('UNDERSTUDY_ADDRESS_SHARE', { fallback: 360, min: 0, max: 1_000_000_000 }),
    addressesKept: read.integer('UNDERSTUDY_ADDRESSES_KEPT', { fallback: 100_000, min: 1, max: 10_000_000 }),
  };
}
