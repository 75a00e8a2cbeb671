import type { Door } from './door.js';
import type { Tally } from './tally.js';

/** One way to take the service from the others; bounded in count, so that what it costs can be said. */
export interface Attack {
  /** On the command line. */
  readonly name: string;
  /** In the table. */
  readonly title: string;
  /** How much of it, in the table. */
  readonly rate: string;
  /** What it takes of the stock, a second. */
  readonly takes?: { readonly dear?: number; readonly light?: number };
  /** Goes on until the signal; answers are counted. */
  run(door: Door, tally: Tally, over: AbortSignal): Promise<void>;
}

/** Addresses of attackers: `count` of them, each in a /24 of its own, since `ip_hash` looks at no more. */
export function attackerAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `127.2.${index}.1`);
}
