import type { Source } from '@understudy/description';
import { cellGrid } from './cells.js';
import type { DrawSource } from './picture.js';

type Life = Extract<Source, { type: 'life' }>;

export const drawLife: DrawSource<Life> = (source, part, frame) => {
  const grid = cellGrid(source, part, frame);
  const { rule = 'B3/S23', fill = 0.3 } = source;
  const options = [
    `s=${grid.size}:r=${grid.rate}:seed=${grid.seed}:ratio=${fill}:rule=${rule}`,
    // A dead cell turns into the colour of death over 25 generations.
    `mold=10:life_color=${grid.alive}:mold_color=${grid.dead}:death_color=${grid.alive}`,
  ];
  return `life=${options.join(':')},${grid.toFrames}`;
};
