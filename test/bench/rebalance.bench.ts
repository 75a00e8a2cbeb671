import { expect, test } from 'vitest';
import { type Change, changeRing } from '../cluster/ring-changes.js';
import { report } from './report.js';

const videos = Number(process.env['UNDERSTUDY_BENCH_VIDEOS'] ?? 300);
/** Of all stored bytes, at a join to N workers: 1/N, and this. */
const allowance = 0.02;
const joinedTo = [5, 6];

const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)} %`;

/** What two joins and a loss move, and whether anything is made again. */
test(`${videos} videos through two joins and a loss`, async () => {
  const { changes, madeAgain, downloads } = await changeRing(videos);
  const rows = changes.flatMap((change, index): [string, string, string?][] => {
    const workers = joinedTo[index];
    const forBalance = percent(change.balanceBytes + change.playerBytes, change.storedBytes);
    return [
      [
        `${change.what}: copied because the ring gave it to another worker`,
        forBalance,
        workers === undefined ? '' : `≤ ${((1 / workers + allowance) * 100).toFixed(1)} %`,
      ],
      [
        `${change.what}: of that, because a player asked first`,
        percent(change.playerBytes, change.storedBytes),
      ],
      [`${change.what}: what the ring asks for`, percent(change.demandedBytes, change.storedBytes)],
      [`${change.what}: copied in place of lost copies`, percent(change.restoreBytes, change.storedBytes)],
      [`${change.what}: took, with a second to settle`, `${(change.tookMs / 1_000).toFixed(1)} s`],
    ];
  });
  report('Ring changes', [
    ['videos', String(videos)],
    ['stored, both copies', `${changes[0]?.storedBytes} bytes`],
    ...rows,
    ['segments made again', String(madeAgain), '0'],
    ['downloads meanwhile, all identical', String(downloads)],
  ]);
  expect(madeAgain).toBe(0);
  joinedTo.forEach((workers, index) => {
    const { balanceBytes, playerBytes, restoreBytes, storedBytes } = changes[index] as Change;
    expect((balanceBytes + playerBytes) / storedBytes).toBeLessThanOrEqual(1 / workers + allowance);
    expect(restoreBytes).toBe(0);
  });
  expect(changes[2]?.balanceBytes).toBe(0);
}, 900_000);
