import type { Source } from '@understudy/description';
import { type DrawSource, fitToFrame, half } from './picture.js';
import { drawnFraction } from './random.js';

type Sierpinski = Extract<Source, { type: 'sierpinski' }>;

/** Seconds for one sway of the camera in each direction; no common measure, so that it does not repeat soon. */
const swayXs = 13;
const swayYs = 17;

/**
 * ffmpeg's source wanders at random and has to be followed from its start (4 ms a frame). One picture of it, twice as
 * wide and high as the view, and a view that moves over it as a function of time can begin anywhere.
 */
export const drawSierpinski: DrawSource<Sierpinski> = (source, part, frame) => {
  const { seed = 0, shape = 'carpet' } = source;
  const width = half(frame.width);
  const height = half(frame.height);
  const sway = (periodS: number, draw: number) => {
    const phase = 2 * Math.PI * drawnFraction(seed, draw);
    return `(1+sin(${phase}+(n+${part.firstFrame})*${(2 * Math.PI) / (periodS * frame.fps)}))/2`;
  };
  return [
    `sierpinski=s=${2 * width}x${2 * height}:r=${frame.fps}:seed=${seed}:type=${shape}`,
    'trim=end_frame=1',
    'loop=loop=-1:size=1',
    `crop=w=${width}:h=${height}:x='(iw-ow)*${sway(swayXs, 0)}':y='(ih-oh)*${sway(swayYs, 1)}'`,
    fitToFrame(frame, 'bilinear'),
  ].join(',');
};
