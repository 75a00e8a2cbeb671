import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks } from './abuse/attacks.js';
import { compare } from './abuse/comparison.js';
import { startRouterSide } from './abuse/router-side.js';
import type { Side } from './abuse/sides.js';
import { startStickySide } from './abuse/sticky-side.js';
import { pastBounds, tellOf } from './abuse/tables.js';

/**
 * What thirty well-behaved viewers notice of attacks on the same processors: at a cluster of four workers behind its router, and at the same workers behind nginx,
 * each for itself. Without the attack, with it, and without it again, one after the other in one run.
 *
 * All of it takes half an hour; `npm run bench abuse -- forged-ids slow-headers` does some of it, and a run with fewer `SECONDS` only prints.
 */
const machines = 4;
const usualSeconds = 60;
const attackS = Number(process.env['SECONDS'] ?? usualSeconds);
const routerTimes = { attackS, quietS: attackS * 0.45 };
/** Shorter where nothing is promised. */
const stickyTimes = { attackS: attackS / 2, quietS: attackS / 10 };
/** A viewer of the other side begins a new video every eight seconds or so; some for every attack. */
const newVideosPerAttack = Math.ceil(40 + 2.5 * (stickyTimes.attackS + 2 * stickyTimes.quietS));

let router: Side;
let sticky: Side;
beforeAll(async () => {
  router = await startRouterSide(machines);
  const sum = (kind: 'dear' | 'light') => attacks.reduce((all, { takes }) => all + (takes?.[kind] ?? 0), 0);
  sticky = await startStickySide(machines, {
    dearest: router.door.dear,
    viewers: newVideosPerAttack * attacks.length,
    dear: Math.ceil(sum('dear') * stickyTimes.attackS),
    light: Math.ceil(sum('light') * stickyTimes.attackS),
  });
}, 300_000);
afterAll(async () => {
  await Promise.all([router?.dispose(), sticky?.dispose()]);
}, 60_000);

for (const attack of attacks)
  test(attack.name, async () => {
    const ours = await compare(router, attack, routerTimes);
    const theirs = await compare(sticky, attack, stickyTimes);
    tellOf(attack, { router: ours, sticky: theirs }, attackS < usualSeconds);
    expect(pastBounds(ours)).toEqual([]);
  });
