import type { ReplicationPolicy } from '@understudy/metadata-store';

/** What a worker knows of one video when it decides whether it is to have a second copy. */
export interface ReplicationFacts {
  /** Somebody plays it from here, or waits for it. */
  readonly isPlayed: boolean;
  /** How often playing it began lately. */
  readonly recentPlays: number;
  /** How long this worker has generated it. */
  readonly generatedMs: number;
  /** A worker is about to go. */
  readonly someoneDrains: boolean;
}

export interface HotLimits {
  readonly plays: number;
  readonly generatedMs: number;
}

/**
 * Whether a video is to have a second copy:
 *
 * - `always`, `never`
 * - `hot`: it is played often, or was costly to make
 * - `deploy`: it is being played while a worker drains. A time of expected trouble is declared by `always` for that time.
 */
export function isReplicated(policy: ReplicationPolicy, facts: ReplicationFacts, hot: HotLimits): boolean {
  switch (policy) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'hot':
      return facts.recentPlays >= hot.plays || facts.generatedMs >= hot.generatedMs;
    case 'deploy':
      return facts.someoneDrains && facts.isPlayed;
  }
}
