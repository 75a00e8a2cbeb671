import type { Source } from '@understudy/description';
import type { VideoPart } from '../graph/parts.js';
import type { Frame } from '../sources/picture.js';
import { sinceRestart } from '../sources/restart.js';
import { meanIterations } from './mandelbrot-iterations.js';

/** Microseconds of the reference machine's CPU: to draw a picture, and to encode it. */
export interface PictureCost {
  readonly drawUs: number;
  readonly encodeUs: number;
}

/** Nanoseconds for each pixel of a frame. */
interface PixelCost {
  readonly draw: number;
  readonly encode: number;
}

/** Whatever is in a picture: filters and encoder are called for each. */
const frameUs = 150;

/** Measured by `src/bench/price-parts.ts`, least squares. Of what a picture is made of, the parts below come on top. */
const pixelNs: Readonly<Record<Exclude<Source['type'], 'program'>, PixelCost>> = {
  mandelbrot: { draw: 6, encode: 4 },
  life: { draw: 1.5, encode: 4 },
  cellular: { draw: 1.5, encode: 4 },
  gradients: { draw: 8, encode: 2 },
  sierpinski: { draw: 3, encode: 4 },
  testcard: { draw: 3, encode: 1.5 },
  still: { draw: 3, encode: 1.5 },
  clip: { draw: 4, encode: 3 },
};

/** For each iteration at each pixel that is computed: a quarter of the frame's. */
const iterationNs = 1;
/** For each cell of each generation, those that are thrown away too. */
const cellNs = 30;
/** The card that moves is drawn again for every frame. */
const movingCard: PixelCost = { draw: 1, encode: 2 };

/** What the pictures of a part cost, drawn in the size of the frame and encoded in that of `shownPixels`. */
export function sourceCost(part: VideoPart, frame: Frame, shownPixels: number): PictureCost {
  const { source } = part.scene;
  if (source.type === 'program') return { drawUs: 0, encodeUs: 0 };
  const pixels = frame.width * frame.height;
  const { draw, encode } = kindCost(source);
  const more = moreOf(source, part, frame);
  return {
    drawUs: part.frameCount * (frameUs + (draw * pixels) / 1_000) + more,
    encodeUs: part.frameCount * ((encode * shownPixels) / 1_000),
  };
}

function kindCost(source: Exclude<Source, { type: 'program' }>): PixelCost {
  if (source.type === 'testcard' && source.card === 'testsrc2') return movingCard;
  return pixelNs[source.type];
}

/** In microseconds: what does not follow from the size of the frame alone. */
function moreOf(source: Source, part: VideoPart, frame: Frame): number {
  const pixels = frame.width * frame.height;
  switch (source.type) {
    case 'mandelbrot': {
      const moment = (part.firstFrame + part.frameCount / 2) / part.sceneFrames;
      const iterations = meanIterations(source, frame.width / frame.height, moment);
      return (part.frameCount * iterations * (pixels / 4) * iterationNs) / 1_000;
    }
    case 'life':
    case 'cellular': {
      const { cellPx = 8, stepFrames = 2 } = source;
      const cells = Math.ceil(frame.width / cellPx) * (source.type === 'life' ? Math.ceil(frame.height / cellPx) : 1);
      const { skipFrames } = sinceRestart(source, part.firstFrame);
      const generations = (skipFrames + part.frameCount) / stepFrames;
      return (generations * cells * cellNs) / 1_000;
    }
    default:
      return 0;
  }
}
