import type { Source } from '@understudy/description';
import type { VideoPart } from '../graph/parts.js';
import { type Frame, ffmpegColor, scaled } from './picture.js';
import { drawn } from './random.js';
import { sinceRestart } from './restart.js';

type Automaton = Extract<Source, { type: 'life' | 'cellular' }>;

/** What the two automata have in common: a grid of cells, generations that stay for some frames, and restarts. */
export function cellGrid(source: Automaton, part: VideoPart, frame: Frame) {
  const { cellPx = 8, stepFrames = 2, alive = '#f0f4e8', dead = '#101428' } = source;
  const columns = Math.ceil(frame.width / cellPx);
  const rows = Math.ceil(frame.height / cellPx);
  const { restart, skipFrames } = sinceRestart(source, part.firstFrame);
  return {
    size: `${columns}x${rows}`,
    rate: `${frame.fps}/${stepFrames}`,
    seed: drawn(source.seed, restart),
    alive: ffmpegColor(alive),
    dead: ffmpegColor(dead),
    /** From one picture per generation, a pixel a cell, to the part's frames. */
    toFrames: [
      `fps=${frame.fps}`,
      `trim=start_frame=${skipFrames}:end_frame=${skipFrames + part.frameCount}`,
      scaled(columns * cellPx, rows * cellPx, 'neighbor'),
      `crop=w=${frame.width}:h=${frame.height}:x=0:y=0`,
      'format=yuv420p',
    ].join(','),
  };
}
