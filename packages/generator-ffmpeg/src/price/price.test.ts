import { type Description, parseDescription, planSegments } from '@understudy/description';
import { addCosts, type Costs, priceOf, reference } from '@understudy/generator';
import { expect, test } from 'vitest';
import { createFfmpegGenerator } from '../ffmpeg-generator.js';
import { randomDescription } from '../testing/random-description.js';
import { segmentCosts } from './ffmpeg-costs.js';
import { ffmpegCosts, ffmpegPricing } from './ffmpeg-pricing.js';

const scene = { duration: 8, source: { type: 'still', color: '#204060' } };
const base = { title: 'x', width: 640, height: 360, fps: 30, scenes: [scene] };
const described = (changes: object): Description => parseDescription({ ...base, ...changes });
const price = (changes: object) => priceOf(ffmpegCosts(described(changes)), reference);
const seconds = 1;
const silent = new AbortController().signal;

test('the price of a video is that of its segments', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const description = randomDescription(seed);
    let sum: Costs = {};
    for (const planned of planSegments(description).segments)
      sum = addCosts(sum, segmentCosts(description, planned));
    expect(priceOf(ffmpegCosts(description), reference)).toBeCloseTo(priceOf(sum, reference), 6);
    expect(Object.values(sum).every((cost) => cost >= 0 && Number.isFinite(cost))).toBe(true);
  }
});

test('of a very long one it is estimated from some of them, soon', () => {
  const long = { fps: 60, scenes: Array.from({ length: 15 }, () => ({ ...scene, duration: 120 })) };
  expect(price(long)).toBeGreaterThan(0.95 * 225 * price({ fps: 60 }) * 0.8);
  expect(price(long)).toBeLessThan(1.05 * 225 * price({ fps: 60 }));
});

test('what makes a video dear is in its price', () => {
  const one = price({});
  expect(price({ width: 1280, height: 720 })).toBeGreaterThan(2 * one);
  expect(price({ scenes: [{ ...scene, text: { value: 'a text' } }] })).toBeGreaterThan(one);
  expect(price({ scenes: [{ ...scene, fade: { in: 2, out: 2 } }] })).toBeGreaterThan(one);
  expect(price({ scenes: [{ ...scene, audio: { type: 'noise', seed: 1 } }] })).toBeGreaterThan(one);
  const zoom = (x: number) => ({
    scenes: [{ duration: 8, source: { type: 'mandelbrot', x, y: 0, from: 0.1, to: 0.05 } }],
  });
  // Inside of the set every pixel takes all iterations, outside hardly any.
  expect(price(zoom(-0.2))).toBeGreaterThan(2 * price(zoom(1.9)));
});

test('the machine is measured by one run, and where nobody can know its time the reference stands', async () => {
  const slow = ffmpegPricing(async (description) => 3 * priceOf(ffmpegCosts(description), reference));
  await slow.calibrate?.(silent);
  expect(slow.learning.calibration.machine).toBeCloseTo(3);
  const unknown = ffmpegPricing(async () => undefined);
  await unknown.calibrate?.(silent);
  expect(unknown.learning.calibration).toEqual(reference);
});

test('a picture costs a start and its frames', () => {
  const { pictureCosts } = ffmpegPricing(async () => seconds);
  const [none, one, many] = [0, 1, 25].map((frames) =>
    priceOf(pictureCosts(described({}), frames), reference),
  );
  expect(none).toBeGreaterThan(0.05);
  expect(one).toBeGreaterThan(none as number);
  expect(many).toBeGreaterThan(one as number);
});

test('each run that comes to its end teaches, by the processor time that it took; one that is left does not', async () => {
  const { segment, init, pricing } = await createFfmpegGenerator({ libraryDir: 'none' });
  await init(described({ width: 64, height: 64 }), silent);
  expect(pricing.learning.runs).toBe(0);
  for await (const _ of segment(described({ width: 64, height: 64 }), 0, silent));
  expect(pricing.learning.runs).toBe(1);
  await pricing.calibrate?.(silent);
  const { machine } = pricing.learning.calibration;
  expect(machine).toBeGreaterThan(0.2);
  expect(machine).toBeLessThan(8);
  expect(machine).not.toBe(1);
});
