import type { Description, Scene, Source } from '@understudy/description';
import type { Theme, Wish } from './compose-request.js';
import { type Random, seededRandom } from './seeded-random.js';

/** Long enough to see what a scene is, short enough that nobody waits for the next. */
const sceneS = 6;
/** A pentatonic scale: any two of its tones go together. */
const tonesHz = [220, 261.63, 293.66, 329.63, 392, 440, 523.25] as const;

const themeSources: Readonly<Record<Theme, readonly Source['type'][]>> = {
  fractal: ['mandelbrot', 'sierpinski'],
  automata: ['life', 'cellular'],
  abstract: ['gradients', 'sierpinski'],
  mixed: ['mandelbrot', 'life', 'cellular', 'gradients', 'sierpinski'],
};

/**
 * Composes a description from a wish: a pure function. `seed` (unsigned 32-bit) stands in the first scene, so different seeds
 * give different descriptions, and the same seed the same one.
 */
export function composeDescription(wish: Wish, seed: number): Description {
  const random = seededRandom(seed);
  const { title, width, height, fps } = wish;
  const totalFrames = Math.round(wish.durationS * fps);
  const count = Math.max(1, Math.round(wish.durationS / sceneS));
  const scenes = Array.from({ length: count }, (_, index): Scene => {
    // Cut at whole frames, so that the scenes together last as long as was asked for.
    const firstFrame = Math.round((totalFrames * index) / count);
    const endFrame = Math.round((totalFrames * (index + 1)) / count);
    const opening = index === 0;
    return {
      duration: (endFrame - firstFrame) / fps,
      source: composeSource(
        random.pick(themeSources[wish.theme]),
        opening ? seed : random.unsigned32(),
        random,
      ),
      audio: { type: 'tone', frequencyHz: random.pick(tonesHz), volume: 0.2 },
      ...(opening && { text: { value: title, position: 'bottom', box: true } }),
    };
  });
  return { title, width, height, fps, scenes };
}

function composeSource(type: Source['type'], seed: number, random: Random): Source {
  switch (type) {
    case 'mandelbrot':
      return { type, seed, from: 3, to: random.pick([0.5, 0.1, 0.02]) };
    case 'life':
      return { type, seed, fill: random.pick([0.2, 0.35, 0.5]), cellPx: random.pick([8, 12, 16]) };
    case 'cellular':
      return { type, seed, rule: random.pick([18, 30, 54, 90, 110, 150]), cellPx: random.pick([8, 12]) };
    case 'gradients':
      return { type, seed, shape: random.pick(['linear', 'radial', 'circular', 'spiral']) };
    default:
      return { type: 'sierpinski', seed, shape: random.pick(['carpet', 'triangle']) };
  }
}
