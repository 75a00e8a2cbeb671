import { setMaxListeners } from 'node:events';
import { attacks } from './attacks.js';
import type { Door } from './door.js';
import { Tally } from './tally.js';

/** What the bench tells the process of an attack. */
export interface Order {
  readonly attack: string;
  readonly door: Door;
  readonly seconds: number;
}

/** What it says at the end. */
export type Report = Pick<Tally, 'answers' | 'bytes'>;

process.once('message', async ({ attack: name, door, seconds }: Order) => {
  const attack = attacks.find((each) => each.name === name);
  const tally = new Tally();
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  setTimeout(() => ending.abort(), seconds * 1_000);
  await attack?.run(door, tally, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  const report: Report = { answers: tally.answers, bytes: tally.bytes };
  process.send?.(report, () => process.exit());
});
process.send?.('ready');
