import type { Source } from '@understudy/description';
import { type DrawSource, ffmpegColor, fitToFrame, half } from './picture.js';
import { drawn, drawnFraction } from './random.js';

type Gradients = Extract<Source, { type: 'gradients' }>;

/**
 * ffmpeg's source turns two points around the centre, always from angle 0; a part that begins later begins with points
 * that are turned already. They are whole pixels, so a join moves them by half a pixel at most.
 */
export const drawGradients: DrawSource<Gradients> = (source, part, frame) => {
  const { seed = 0, shape = 'linear', turnsPerMinute = 4 } = source;
  const width = half(frame.width);
  const height = half(frame.height);
  const colors = source.colors ?? [0, 1, 2].map((index) => `#${hex(drawn(seed, index) & 0xffffff)}`);
  const radiansPerFrame = (2 * Math.PI * turnsPerMinute) / (60 * frame.fps);
  const angle = 2 * Math.PI * drawnFraction(seed, 8) + radiansPerFrame * part.firstFrame;
  const radius = (0.5 + 0.4 * drawnFraction(seed, 9)) * (Math.min(width, height) / 2);
  const point = (sign: number) => ({
    x: Math.round(width / 2 + sign * radius * Math.cos(angle)),
    y: Math.round(height / 2 + sign * radius * Math.sin(angle)),
  });
  const [from, to] = [point(1), point(-1)];
  const options = [
    `s=${width}x${height}:r=${frame.fps}:seed=0:type=${shape}:speed=${radiansPerFrame}`,
    `x0=${from.x}:y0=${from.y}:x1=${to.x}:y1=${to.y}`,
    `n=${colors.length}`,
    ...colors.map((color, index) => `c${index}=${ffmpegColor(color)}`),
  ];
  return `gradients=${options.join(':')},${fitToFrame(frame, 'bilinear')}`;
};

function hex(rgb: number): string {
  return rgb.toString(16).padStart(6, '0');
}
