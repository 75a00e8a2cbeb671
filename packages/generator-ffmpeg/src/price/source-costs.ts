import type { VideoPart } from '../graph/parts.js';
import type { Frame } from '../sources/picture.js';
import { sinceRestart } from '../sources/restart.js';
import { meanIterations } from './mandelbrot-iterations.js';

/** Microseconds of the reference machine's CPU: to draw the pictures of a part, and to encode them. */
export interface PictureCost {
  readonly drawUs: number;
  readonly encodeUs: number;
}

/** Nanoseconds for each pixel of a frame. */
interface PixelCost {
  readonly draw: number;
  readonly encode: number;
}

// What `src/bench/price-parts.ts` measured on two shared cores (ffmpeg 5.1) of 300 random scenes, and how it is divided between drawing and encoding by estimate.

/** Whatever is in a picture: filters and encoder are called for each. */
const frameUs = 60;

const cards = {
  testsrc2: { draw: 4, encode: 6 },
  smptehdbars: { draw: 5, encode: 2 },
  smptebars: { draw: 11, encode: 2 },
  pal75bars: { draw: 15, encode: 2 },
  colorspectrum: { draw: 12, encode: 2 },
  rgbtestsrc: { draw: 8, encode: 2 },
} as const satisfies Record<string, PixelCost>;

const gradients = { linear: 12, radial: 16, circular: 21, spiral: 18 } as const;
const gradientEncode = 3.5;

/** For the square root of the iterations at a pixel: ffmpeg takes from the picture before what it can. */
const iterationNs = 1.75;
/** Where the view grows it finds less of it there. */
const growingFactor = 1.2;

/** A picture that has changed since the one before; in between next to nothing is encoded. */
const changedNs = { life: 24, cellular: 12 } as const;
/** With more living cells than this in the beginning a field is dead soon, and little changes. */
const crowdedFill = 0.7;
const crowdedChange = 0.15;
/** For each cell of each generation, those that are thrown away too. */
const cellNs = 30;

/** A clip's packets are found, and decoded from the key frame before. */
const clipStartUs = 70_000;
const clipFrameUs = 300;

/** What the pictures of a part cost, drawn in the size of the frame and encoded in that of `shownPixels`. */
export function sourceCost(part: VideoPart, frame: Frame, shownPixels: number): PictureCost {
  const { draw, encode } = pixelCost(part, frame);
  const perFrameUs = frameUs + (draw * frame.width * frame.height) / 1_000;
  return {
    drawUs: part.frameCount * perFrameUs + besidesUs(part, frame),
    encodeUs: part.frameCount * ((encode * shownPixels) / 1_000),
  };
}

function pixelCost(part: VideoPart, frame: Frame): PixelCost {
  const { source } = part.scene;
  switch (source.type) {
    case 'mandelbrot': {
      const moment = (part.firstFrame + part.frameCount / 2) / part.sceneFrames;
      const iterations = meanIterations(source, frame.width / frame.height, moment);
      const { from = 3, to = 0.01 } = source;
      return { draw: 8 + iterationNs * Math.sqrt(iterations) * (to > from ? growingFactor : 1), encode: 6 };
    }
    case 'life': {
      const { stepFrames = 2, fill = 0.3 } = source;
      const change = fill > crowdedFill ? crowdedChange : 1;
      return { draw: 6, encode: 2 + (changedNs.life * change) / stepFrames };
    }
    case 'cellular':
      return { draw: 5, encode: 2 + changedNs.cellular / (source.stepFrames ?? 2) };
    case 'gradients':
      return { draw: gradients[source.shape ?? 'linear'], encode: gradientEncode };
    case 'sierpinski':
      return { draw: 6.5, encode: 4 };
    case 'testcard':
      return cards[source.card];
    case 'still':
      return { draw: 6.5, encode: 1.5 };
    case 'clip':
      return { draw: 6.5, encode: 4 };
    case 'program':
      // Not drawn here.
      return { draw: 0, encode: 0 };
  }
}

/** What does not follow from the size of the frame. */
function besidesUs({ scene, firstFrame, frameCount }: VideoPart, frame: Frame): number {
  const { source } = scene;
  if (source.type === 'clip') return clipStartUs + frameCount * clipFrameUs;
  if (source.type !== 'life' && source.type !== 'cellular') return 0;
  const { cellPx = 8, stepFrames = 2 } = source;
  const columns = Math.ceil(frame.width / cellPx);
  const rows = source.type === 'life' ? Math.ceil(frame.height / cellPx) : 1;
  const generations = (sinceRestart(source, firstFrame).skipFrames + frameCount) / stepFrames;
  return (generations * columns * rows * cellNs) / 1_000;
}
