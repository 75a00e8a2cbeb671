import { between, type Lane, oneOf, type Stage } from './faults.js';
import type { Timeline } from './timeline.js';

const leastPauseMs = 2_000;
const longestPauseMs = 10_000;

/** Inflicts one fault after the other in each lane until `over`; those of different lanes at the same time. */
export async function inflict(
  lanes: readonly Lane[],
  stage: Stage,
  timeline: Timeline,
  over: AbortSignal,
): Promise<void> {
  await Promise.all(
    lanes.map(async (lane) => {
      for (;;) {
        await between(stage, leastPauseMs, longestPauseMs);
        if (over.aborted) return;
        const [name, fault] = oneOf(Object.entries(lane), stage.random);
        await timeline.during(name, fault.copiesAway ?? 0, () => fault.inflict(stage));
      }
    }),
  );
}
