import type { SceneText } from '@understudy/description';
import type { Frame } from '../sources/picture.js';
import { ffmpegColor } from '../sources/picture.js';
import { filterValue } from './filter-value.js';

/** Draws a text as it is (`expansion=none`), in the given font file and no other. */
export function textFilter(text: SceneText, frame: Frame, fontPath: string): string {
  const { sizePx = Math.round(frame.height / 12), position = 'bottom', color = '#ffffff', box } = text;
  const margin = Math.round(frame.height / 18);
  const options = [
    `fontfile=${filterValue(fontPath)}`,
    `expansion=none:text=${filterValue(text.value)}`,
    `fontsize=${sizePx}:fontcolor=${ffmpegColor(color)}`,
    `shadowcolor=black@0.6:shadowx=2:shadowy=2`,
    `x=${horizontal(position, margin)}:y=${vertical(position, margin)}`,
    ...(box ? [`box=1:boxcolor=black@0.5:boxborderw=${Math.round(margin / 4)}`] : []),
  ];
  return `drawtext=${options.join(':')}`;
}

type Position = NonNullable<SceneText['position']>;

function horizontal(position: Position, margin: number): string {
  if (position.endsWith('left')) return String(margin);
  return position.endsWith('right') ? `w-tw-${margin}` : '(w-tw)/2';
}

function vertical(position: Position, margin: number): string {
  if (position.startsWith('top')) return String(margin);
  return position.startsWith('bottom') ? `h-th-${margin}` : '(h-th)/2';
}
