import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rangeFloods } from '../bench/abuse/range-floods.js';
import { startRouterSide } from '../bench/abuse/router-side.js';
import type { Side } from '../bench/abuse/sides.js';
import { Tally } from '../bench/abuse/tally.js';
import { Viewers } from '../bench/abuse/viewers.js';

const seconds = 1.5;

let side: Side;
beforeAll(async () => {
  side = await startRouterSide({ workers: 2, attackersKeys: 1, videosOfS: [3, 3, 3] });
}, 60_000);
afterAll(() => side.dispose());

test('viewers get all that they ask for while somebody floods the router with ranges', async () => {
  const tally = new Tally();
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  setTimeout(() => over.abort(), seconds * 1_000);
  const viewers = new Viewers(side, { count: 6, comeWithinMs: 200 });
  await rangeFloods.run(side.door, tally, over.signal);
  await viewers.leave();
  expect(viewers.seen.failures).toEqual([]);
  expect(viewers.seen.firstBytes.length).toBeGreaterThan(6);
  expect(tally.answers['206'] ?? 0).toBeGreaterThan(10);
});
