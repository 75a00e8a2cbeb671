import {
  type Description,
  frameRates,
  parseDescription,
  type Scene,
  type Source,
} from '@understudy/description';
import { drawnFraction } from '../sources/random.js';

/** Those of the example library. */
const clips = ['upright.mov', 'oblong.avi', 'slow.mkv', 'broadcast.ts'] as const;
const usualSizes = [
  [1920, 1080],
  [1280, 720],
  [854, 480],
  [640, 360],
  [426, 240],
  [608, 1080],
  [1080, 1080],
] as const;
const cards = ['testsrc2', 'smptehdbars', 'smptebars', 'pal75bars', 'colorspectrum', 'rgbtestsrc'] as const;
const shapes = ['linear', 'radial', 'circular', 'spiral'] as const;
const words = 'the quick brown fox jumps over a lazy dog and sleeps until the sun is up again'.split(' ');

/** Draws from a seed: the same in every run. */
class Dice {
  readonly #seed: number;
  #drawn = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    this.#drawn += 1;
    return drawnFraction(this.#seed, this.#drawn);
  }

  chance(of: number): boolean {
    return this.fraction() < of;
  }

  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  number(from: number, to: number): number {
    return Number((from + this.fraction() * (to - from)).toFixed(3));
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  color(): string {
    return `#${this.integer(0, 0xffffff).toString(16).padStart(6, '0')}`;
  }
}

/** A valid description by chance, over all that a description may say but programs; of a few seconds. */
export function randomDescription(seed: number): Description {
  const dice = new Dice(seed);
  const [width, height] = dice.chance(0.6)
    ? dice.one(usualSizes)
    : [2 * dice.integer(32, 960), 2 * dice.integer(32, 540)];
  return parseDescription({
    title: `Random ${seed}`,
    width,
    height,
    fps: dice.one(frameRates),
    scenes: Array.from({ length: dice.integer(1, 4) }, () => randomScene(dice, height)),
  });
}

function randomScene(dice: Dice, height: number): Scene {
  const duration = dice.number(0.5, 6);
  const source = randomSource(dice);
  const text = {
    value: Array.from({ length: dice.integer(1, 12) }, () => dice.one(words)).join(' '),
    ...(dice.chance(0.5) && { sizePx: dice.integer(8, Math.max(8, Math.min(400, Math.floor(height / 4)))) }),
    ...(dice.chance(0.3) && { box: true }),
  };
  return {
    duration,
    source,
    ...(dice.chance(0.4) && { text }),
    ...(dice.chance(0.6) && { audio: randomAudio(dice, source) }),
    ...(dice.chance(0.3) && {
      fade: { in: dice.number(0, duration * 0.45), out: dice.number(0, duration * 0.45) },
    }),
  };
}

function randomAudio(dice: Dice, source: Source): NonNullable<Scene['audio']> {
  switch (dice.integer(0, source.type === 'clip' ? 3 : 2)) {
    case 0:
      return { type: 'silence' };
    case 1:
      return { type: 'tone', frequencyHz: dice.number(20, 16_000) };
    case 2:
      return { type: 'noise', seed: dice.integer(0, 1_000), color: dice.one(['white', 'pink'] as const) };
    default:
      return { type: 'clip' };
  }
}

function randomSource(dice: Dice): Source {
  const seed = dice.integer(0, 1_000_000);
  const cells = {
    ...(dice.chance(0.6) && { cellPx: dice.integer(4, 32) }),
    ...(dice.chance(0.6) && { stepFrames: dice.integer(1, 60) }),
  };
  switch (dice.integer(0, 7)) {
    case 0:
      return {
        type: 'mandelbrot',
        seed,
        ...(dice.chance(0.3) && { x: dice.number(-2, 2), y: dice.number(-2, 2) }),
        ...(dice.chance(0.5) && { from: 10 ** dice.number(-3, 0.6), to: 10 ** dice.number(-3, 0.6) }),
      };
    case 1:
      return { type: 'life', seed, ...cells, ...(dice.chance(0.5) && { fill: dice.number(0.05, 0.95) }) };
    case 2:
      return { type: 'cellular', seed, ...cells, ...(dice.chance(0.5) && { rule: dice.integer(0, 255) }) };
    case 3:
      return {
        type: 'gradients',
        seed,
        ...(dice.chance(0.6) && { shape: dice.one(shapes) }),
        ...(dice.chance(0.4) && { colors: Array.from({ length: dice.integer(2, 8) }, () => dice.color()) }),
        ...(dice.chance(0.4) && { turnsPerMinute: dice.number(0.1, 30) }),
      };
    case 4:
      return { type: 'sierpinski', seed, shape: dice.one(['carpet', 'triangle'] as const) };
    case 5:
      return { type: 'testcard', card: dice.one(cards) };
    case 6:
      return { type: 'still', color: dice.color() };
    default:
      return { type: 'clip', name: dice.one(clips), ...(dice.chance(0.5) && { start: dice.number(0, 8) }) };
  }
}
