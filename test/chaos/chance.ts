import { setTimeout as pass } from 'node:timers/promises';

/** Numbers from 0 (included) to 1. */
export type Random = () => number;

export function oneOf<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)] as T;
}

/** Lets some time pass. */
export function passBetween(random: Random, fromMs: number, toMs: number): Promise<void> {
  return pass(fromMs + random() * (toMs - fromMs));
}
