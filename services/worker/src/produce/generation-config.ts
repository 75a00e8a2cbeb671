import { availableParallelism } from 'node:os';
import type { EnvReader } from '@understudy/service-kit';

/** What is made, in which order, and for how long nobody may wait for it. */
export interface GenerationConfig {
  /** Generator runs at once, how many more may wait, and how long. */
  readonly generators: number;
  readonly generatorQueue: number;
  readonly generatorWaitMs: number;
  /** What is new is refused where what goes before it takes longer, by its prices. */
  readonly generatorBacklogMs: number;
  /** A video that is less ahead of its players goes before one that begins. */
  readonly generatorLeadMs: number;
  /** A generator run that says nothing for this long is ended. */
  readonly generatorStallMs: number;
  /** By how much generator runs give way to streaming. */
  readonly generatorNice: number;
  /** How long after the start the machine is measured, where no run has taught anything. */
  readonly calibrateAfterMs: number;
  /** How long work goes on when nobody wants it any more, and when a segment player has no request open. */
  readonly lingerMs: number;
  readonly playerLingerMs: number;
  /** For how long a run that failed is not tried again. */
  readonly failureMemoryMs: number;
}

export function readGenerationConfig(read: EnvReader): GenerationConfig {
  return {
    generators: read.integer('UNDERSTUDY_GENERATORS', {
      fallback: availableParallelism(),
      min: 1,
      max: 1_000,
    }),
    generatorQueue: read.integer('UNDERSTUDY_GENERATOR_QUEUE', { fallback: 100, min: 0, max: 100_000 }),
    generatorWaitMs: read.integer('UNDERSTUDY_GENERATOR_WAIT_MS', {
      fallback: 20_000,
      min: 10,
      max: 600_000,
    }),
    generatorBacklogMs: read.integer('UNDERSTUDY_GENERATOR_BACKLOG_MS', {
      fallback: 20_000,
      min: 10,
      max: 3_600_000,
    }),
    generatorLeadMs: read.integer('UNDERSTUDY_GENERATOR_LEAD_MS', { fallback: 5_000, min: 0, max: 600_000 }),
    generatorStallMs: read.integer('UNDERSTUDY_GENERATOR_STALL_MS', {
      fallback: 10_000,
      min: 100,
      max: 600_000,
    }),
    generatorNice: read.integer('UNDERSTUDY_GENERATOR_NICE', { fallback: 0, min: 0, max: 19 }),
    calibrateAfterMs: read.integer('UNDERSTUDY_CALIBRATE_AFTER_MS', {
      fallback: 5_000,
      min: 0,
      max: 3_600_000,
    }),
    lingerMs: read.integer('UNDERSTUDY_LINGER_MS', { fallback: 1_000, min: 0, max: 600_000 }),
    playerLingerMs: read.integer('UNDERSTUDY_PLAYER_LINGER_MS', { fallback: 10_000, min: 0, max: 600_000 }),
    failureMemoryMs: read.integer('UNDERSTUDY_FAILURE_MEMORY_MS', { fallback: 3_000, min: 0, max: 600_000 }),
  };
}
