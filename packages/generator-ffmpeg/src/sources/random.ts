/** A well mixed unsigned 32-bit number for the `index`-th draw from `seed` (the finalizer of MurmurHash3). */
export function drawn(seed: number, index: number): number {
  let h = (seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The same as a number from 0 up to, not including, 1. */
export function drawnFraction(seed: number, index: number): number {
  return drawn(seed, index) / 2 ** 32;
}
