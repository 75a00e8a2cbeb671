import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks } from './abuse/attacks.js';
import { compare } from './abuse/comparison.js';
import { startRouterSide } from './abuse/router-side.js';
import type { Side } from './abuse/sides.js';
import { startStickySide } from './abuse/sticky-side.js';

const machines = 4;
const attackS = Number(process.env['SECONDS'] ?? 60);
const routerTimes = { attackS, quietS: attackS / 2 };
/** Shorter where nothing is promised. */
const stickyTimes = { attackS: attackS / 2, quietS: attackS / 10 };
const timesBound = 1.2;

let router: Side;
let sticky: Side;
beforeAll(async () => {
  router = await startRouterSide(machines);
  const count = (kind: 'dear' | 'light') => attacks.reduce((sum, { takes }) => sum + (takes?.[kind] ?? 0), 0);
  if (!process.env['OURS'])
    sticky = await startStickySide(machines, {
      dearest: router.door.dear,
      viewers: 500,
      dear: count('dear') * stickyTimes.attackS,
      light: count('light') * stickyTimes.attackS,
    });
}, 180_000);
afterAll(async () => {
  await Promise.all([router?.dispose(), sticky?.dispose()]);
}, 60_000);

for (const attack of attacks)
  test(attack.name, async () => {
    const ours = await compare(router, attack, routerTimes);
    const theirs = process.env['OURS'] ? ours : await compare(sticky, attack, stickyTimes);
    console.log(attack.name, JSON.stringify({ ours, theirs }));
    expect(ours.under.failures).toEqual([]);
    expect(ours.under.firstByteP99Ms / ours.without.firstByteP99Ms).toBeLessThanOrEqual(timesBound);
  });
