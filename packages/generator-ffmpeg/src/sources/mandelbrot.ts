import type { Source } from '@understudy/description';
import { type DrawSource, fitToFrame, half } from './picture.js';
import { drawn } from './random.js';

type Mandelbrot = Extract<Source, { type: 'mandelbrot' }>;

/** Places on the set's border that stay interesting down to a scale of 0.001. */
const places: readonly (readonly [number, number])[] = [
  [-0.743643, 0.131825],
  [-0.7746806, 0.1374168],
  [0.254987, 0.0005679],
  [-1.25066, 0.02012],
  [-0.16, 1.0405],
  [0.36024, -0.641313],
];

/** Costs per pixel rise with it; deeper detail is not seen at the scales that are allowed. */
export const maxIterations = 500;

/** The zoom is exponential in time, so that a part is a zoom of its own between two scales: it can begin anywhere. */
export const drawMandelbrot: DrawSource<Mandelbrot> = (source, part, frame) => {
  const { x, y, from, to } = mandelbrotView(source);
  const scaleAt = (frameNumber: number) => from * (to / from) ** (frameNumber / part.sceneFrames);
  const options = [
    `s=${half(frame.width)}x${half(frame.height)}:r=${frame.fps}`,
    `maxiter=${maxIterations}:start_x=${x}:start_y=${y}`,
    `start_scale=${scaleAt(part.firstFrame)}:end_scale=${scaleAt(part.firstFrame + part.frameCount)}`,
    `end_pts=${part.frameCount}`,
  ];
  return `mandelbrot=${options.join(':')},${fitToFrame(frame, 'bicubic')}`;
};

/** The centre of a zoom, and from how much of the plane to how much it goes. */
export function mandelbrotView(source: Mandelbrot) {
  const place = places[drawn(source.seed ?? 0, 0) % places.length] as readonly [number, number];
  const { x = place[0], y = place[1], from = 3, to = 0.01 } = source;
  return { x, y, from, to };
}
