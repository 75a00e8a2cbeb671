import { type Description, parseDescription, planSegments, type Rendered } from '@understudy/description';
import { addCosts, type Costs, Learning, type Pricing } from '@understudy/generator';
import { pictureCosts, segmentCosts } from './ffmpeg-costs.js';

/** Of so many segments all are priced; of more as many, evenly over the video: a request must not keep the catalog for long. */
const pricedSegments = 200;

/** What all of a video costs on the reference machine. */
export function ffmpegCosts(description: Rendered): Costs {
  const { segments } = planSegments(description);
  const step = Math.ceil(segments.length / pricedSegments);
  const priced = segments.filter(({ index }) => index % step === 0);
  let costs: Costs = {};
  for (const planned of priced) costs = addCosts(costs, segmentCosts(description, planned));
  const times = segments.length / priced.length;
  return Object.fromEntries(Object.entries(costs).map(([part, cost]) => [part, cost * times]));
}

/** One second, of what most videos are made of; about half a second of CPU. */
const sample: Description = parseDescription({
  title: 'calibration',
  width: 640,
  height: 360,
  fps: 25,
  scenes: [
    { duration: 0.48, source: { type: 'mandelbrot' }, text: { value: 'Calibration' } },
    { duration: 0.32, source: { type: 'life', seed: 7 }, audio: { type: 'tone', frequencyHz: 440 } },
    { duration: 0.48, source: { type: 'gradients', seed: 7 } },
  ],
});

/**
 * Prices of the bundled generator. `measure` makes the first segment of a description and gives the CPU seconds that it took; undefined where
 * nobody can know them.
 */
export function ffmpegPricing(
  measure: (description: Description, signal: AbortSignal) => Promise<number | undefined>,
): Pricing {
  const learning = new Learning();
  return {
    segmentCosts,
    pictureCosts,
    learning,
    async calibrate(signal) {
      const cpuS = await measure(sample, signal);
      const [first] = planSegments(sample).segments;
      if (cpuS !== undefined && first !== undefined) learning.calibrate(segmentCosts(sample, first), cpuS);
    },
  };
}
