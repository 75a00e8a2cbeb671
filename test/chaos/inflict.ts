import { seededRandom } from '../cluster/random.js';
import { oneOf, passBetween, type Random } from './chance.js';
import type { Lane } from './fault.js';
import type { Stage } from './stage.js';
import type { Timeline } from './timeline.js';

const leastPauseMs = 2_000;
const longestPauseMs = 10_000;

/** Inflicts one fault of a lane after the other until `over`. The same numbers give the same faults in the same order. */
export async function inflict(
  lane: Lane,
  stage: Stage,
  { timeline, random, over }: { timeline: Timeline; random: Random; over: AbortSignal },
): Promise<void> {
  for (;;) {
    await passBetween(random, leastPauseMs, longestPauseMs);
    const [name, fault] = oneOf(Object.entries(lane), random);
    // Its own, since how many a fault takes depends on what it finds.
    const ofFault = seededRandom(random() * 2 ** 32);
    if (over.aborted) return;
    await timeline.during(name, fault, (tell) => fault.inflict(stage, ofFault, tell));
  }
}
