export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  unsigned32(): number;
  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T;
}

/** A repeatable sequence from an unsigned 32-bit seed (mulberry32: every seed has its own sequence). For choices, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const unsigned32 = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    unsigned32,
    pick: <T>(choices: readonly T[]) => choices[unsigned32() % choices.length] as T,
  };
}
