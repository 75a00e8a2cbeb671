/** `SHORT=1` is for a machine that tests every change: of the slowest tests it runs fewer cases. */
export const isShort = process.env['SHORT'] !== undefined;

/** The cases of a test, or in the short form those at these places. */
export function casesOf<T>(all: readonly T[], ...short: readonly number[]): T[] {
  return isShort ? all.filter((_, index) => short.includes(index)) : [...all];
}
