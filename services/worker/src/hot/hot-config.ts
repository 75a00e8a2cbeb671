import type { EnvReader } from '@understudy/service-kit';

/** When a video has further copies, and how many. */
export interface HotConfig {
  /** What one copy is for: players with open responses, and requests a second. */
  readonly hotPlayers: number;
  readonly hotRequestsPerS: number;
  /** For how long a player who asks again for the same thing is not counted again. */
  readonly hotWindowS: number;
  /** How many copies a video may have, master and replica counted. */
  readonly hotCopies: number;
  /** How long a further copy stays that hardly anybody asks for. */
  readonly hotCoolS: number;
}

export function readHotConfig(read: EnvReader): HotConfig {
  return {
    hotPlayers: read.integer('UNDERSTUDY_HOT_PLAYERS', { fallback: 100, min: 1, max: 1_000_000 }),
    hotRequestsPerS: read.integer('UNDERSTUDY_HOT_REQUESTS_PER_S', {
      fallback: 100,
      min: 1,
      max: 1_000_000,
    }),
    hotWindowS: read.integer('UNDERSTUDY_HOT_WINDOW_S', { fallback: 10, min: 1, max: 3_600 }),
    hotCopies: read.integer('UNDERSTUDY_HOT_COPIES', { fallback: 4, min: 1, max: 100 }),
    hotCoolS: read.integer('UNDERSTUDY_HOT_COOL_S', { fallback: 300, min: 1, max: 86_400 }),
  };
}
