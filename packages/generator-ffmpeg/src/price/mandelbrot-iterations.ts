import type { Source } from '@understudy/description';
import { mandelbrotView, maxIterations } from '../sources/mandelbrot.js';

type Mandelbrot = Extract<Source, { type: 'mandelbrot' }>;

/** What is looked at of a picture, and how many pictures of a zoom: half a millisecond for a scene. */
const columns = 10;
const rows = 6;
const pictures = 5;
/** ffmpeg's default: what is farther away than this does not come back. */
const bailoutSquared = 100;

const profiles = new WeakMap<Mandelbrot, readonly number[]>();

/** The mean number of iterations per pixel at a moment of a zoom, from 0 to 1: how far it goes decides what it costs. */
export function meanIterations(source: Mandelbrot, aspect: number, moment: number): number {
  let profile = profiles.get(source);
  if (profile === undefined) {
    profile = Array.from({ length: pictures }, (_, index) => sampled(source, aspect, index / (pictures - 1)));
    profiles.set(source, profile);
  }
  const place = Math.min(1, Math.max(0, moment)) * (pictures - 1);
  const before = Math.floor(place);
  const [from = 0, to = from] = profile.slice(before, before + 2);
  return from + (to - from) * (place - before);
}

function sampled(source: Mandelbrot, aspect: number, moment: number): number {
  const { x, y, from, to } = mandelbrotView(source);
  const height = from * (to / from) ** moment;
  let sum = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      sum += iterations(
        x + ((column + 0.5) / columns - 0.5) * height * aspect,
        y + ((row + 0.5) / rows - 0.5) * height,
      );
  return sum / (rows * columns);
}

function iterations(cr: number, ci: number): number {
  let zr = 0;
  let zi = 0;
  for (let count = 0; count < maxIterations; count += 1) {
    const next = zr * zr - zi * zi + cr;
    zi = 2 * zr * zi + ci;
    zr = next;
    if (zr * zr + zi * zi > bailoutSquared) return count;
  }
  return maxIterations;
}
