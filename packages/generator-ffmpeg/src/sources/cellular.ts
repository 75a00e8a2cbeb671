import type { Source } from '@understudy/description';
import { cellGrid } from './cells.js';
import type { DrawSource } from './picture.js';

type Cellular = Extract<Source, { type: 'cellular' }>;

export const drawCellular: DrawSource<Cellular> = (source, part, frame) => {
  const grid = cellGrid(source, part, frame);
  const channel = (shift: number) => {
    const byteOf = (color: string) => (Number(color) >> shift) & 0xff;
    return `if(val\\,${byteOf(grid.alive)}\\,${byteOf(grid.dead)})`;
  };
  return [
    `cellauto=s=${grid.size}:r=${grid.rate}:rule=${source.rule ?? 110}:seed=${grid.seed}:ratio=0.5`,
    'format=gbrp',
    `lutrgb=r='${channel(16)}':g='${channel(8)}':b='${channel(0)}'`,
    grid.toFrames,
  ].join(',');
};
