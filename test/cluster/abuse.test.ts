import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rangeFloods } from '../bench/abuse/range-floods.js';
import { startRouterSide } from '../bench/abuse/router-side.js';
import type { Side } from '../bench/abuse/sides.js';
import { Tally } from '../bench/abuse/tally.js';
import { Viewers } from '../bench/abuse/viewers.js';
import { until } from './until.js';

let side: Side;
beforeAll(async () => {
  side = await startRouterSide({ workers: 2, attackersKeys: 1, videosOfS: [3, 3, 3] });
}, 60_000);
afterAll(() => side.dispose());

test('viewers get all that they ask for while somebody floods the router with ranges', async () => {
  const tally = new Tally();
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const viewers = new Viewers(side, { count: 6, comeWithinMs: 200 });
  const flood = rangeFloods.run(side.door, tally, over.signal);
  const { firstBytes, failures } = viewers.seen;
  await until(
    'viewers and attackers were answered',
    () => firstBytes.length > 8 && (tally.answers['206'] ?? 0) > 50,
  );
  over.abort();
  await Promise.all([flood, viewers.leave()]);
  expect(failures).toEqual([]);
});
