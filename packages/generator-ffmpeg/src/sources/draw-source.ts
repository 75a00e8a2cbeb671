import { UnderstudyError } from '@understudy/errors';
import type { Inputs } from '../graph/inputs.js';
import type { VideoPart } from '../graph/parts.js';
import type { FindClip } from '../library/find-clip.js';
import { drawCellular } from './cellular.js';
import { drawClip } from './clip.js';
import { drawGradients } from './gradients.js';
import { drawLife } from './life.js';
import { drawMandelbrot } from './mandelbrot.js';
import type { Frame } from './picture.js';
import { drawSierpinski } from './sierpinski.js';
import { drawStill } from './still.js';
import { drawTestcard } from './testcard.js';

/** The chain of filters for a part, whatever its source. `label` makes the names of its links its own. */
export function drawSource(
  part: VideoPart,
  frame: Frame,
  findClip: FindClip,
  inputs: Inputs,
  label: string,
): string {
  const { source } = part.scene;
  switch (source.type) {
    case 'mandelbrot':
      return drawMandelbrot(source, part, frame);
    case 'life':
      return drawLife(source, part, frame);
    case 'cellular':
      return drawCellular(source, part, frame);
    case 'gradients':
      return drawGradients(source, part, frame);
    case 'sierpinski':
      return drawSierpinski(source, part, frame);
    case 'testcard':
      return drawTestcard(source, part, frame);
    case 'still':
      return drawStill(source, part, frame);
    case 'clip':
      return drawClip(source, part, frame, findClip(source.name), inputs, label);
    case 'program':
      throw new UnderstudyError('generator_unavailable', `this generator is not ${source.name}`);
  }
}
