import { expect, test } from 'vitest';
import { type Change, changeRing } from './ring-changes.js';

/** A short form: `npm run bench rebalance` has 300, and the bound that so few would exceed by chance. */
const videos = 40;

test(`${videos} videos through two joins and a loss: none is made again, and only what must move does`, async () => {
  const { changes, madeAgain, downloads } = await changeRing(videos);
  expect(madeAgain).toBe(0);
  expect(downloads).toBeGreaterThan(videos);
  const [fifth, sixth, gone] = changes as [Change, Change, Change];
  for (const joined of [fifth, sixth]) {
    expect(joined.restoreBytes).toBe(0);
    expectDemanded(joined, joined.balanceBytes);
  }
  expect(gone.balanceBytes).toBe(0);
  expectDemanded(gone, gone.restoreBytes);
}, 120_000);

/** A player may have been quicker than the move, and then it is its copy that counts; or it may have come to a third worker. */
function expectDemanded({ demandedBytes, playerBytes, storedBytes }: Change, movedBytes: number): void {
  expect(movedBytes + playerBytes).toBeGreaterThanOrEqual(demandedBytes);
  expect(movedBytes + playerBytes).toBeLessThanOrEqual(demandedBytes + 0.02 * storedBytes);
}
