import { planSegments, type Rendered } from '@understudy/description';
import { Learning } from './calibration.js';
import type { Costs, Pricing } from './pricing.js';

/** Of a generator that says nothing: a second of one processor for each second of video. */
export const flatCostPerS = 1;

/** What all of a video costs where only its duration counts. */
export function flatCosts(description: Rendered, part: string, costPerS = flatCostPerS): Costs {
  return { [part]: planSegments(description).durationS * costPerS };
}

/**
 * Prices of a generator of which nothing is known but what a second of video costs, or not even that; its runs teach the rest.
 * `whole`: it makes a video as a whole only.
 */
export function flatPricing(part: string, whole: boolean, costPerS = flatCostPerS): Pricing {
  return {
    segmentCosts(description, { durationS }) {
      if (whole) return flatCosts(description, part, costPerS);
      return { [part]: durationS * costPerS };
    },
    pictureCosts: ({ fps }, frames) => ({ [part]: (frames / fps) * costPerS }),
    learning: new Learning(),
  };
}
