import { leastWarmth } from './ring-member.js';

/** Every step changes the placement and so the epoch: few steps, each moving an eighth of a share. */
const steps = 1 / leastWarmth;

/**
 * The warmth of a worker that joined `elapsedMs` ago and grows to its full share within `slowStartMs`: 1/8, 2/8 … 1. With
 * `slowStartMs` 0 it takes its full share at once.
 */
export function slowStartWarmth(elapsedMs: number, slowStartMs: number): number {
  if (elapsedMs >= slowStartMs) return 1;
  return (Math.floor((Math.max(0, elapsedMs) / slowStartMs) * steps) + 1) / steps;
}
