import { UnderstudyError } from '@understudy/errors';
import { programOf } from './program.js';
import type { Description } from './schema.js';

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** A description as a generator is to make it. */
export interface Rendered extends Description {
  /**
   * To what size the pictures are brought before they are encoded; undefined for the description's own. Scenes are drawn, and
   * segments cut, by the description's own size: a rendition shows the same pictures, and changes at the same frames.
   */
  readonly rendition?: FrameSize | undefined;
}

/**
 * The description with pictures of a height (even, in pixels), the aspect ratio kept to the nearest even width.
 * @throws UnderstudyError `not_found` for more than its own: nothing is gained by drawing pixels larger; and where a program makes it.
 */
export function renderedAt(description: Description, height: number): Rendered {
  if (programOf(description) !== undefined)
    throw new UnderstudyError('not_found', 'a program makes no renditions');
  if (height > description.height)
    throw new UnderstudyError('not_found', `a rendition of ${height} lines of ${description.height}`);
  const width = Math.max(2, Math.round((description.width * height) / description.height / 2) * 2);
  return { ...description, rendition: { width, height } };
}

/** The size of the pictures that players see. */
export function shownSize({ width, height, rendition }: Rendered): FrameSize {
  return rendition ?? { width, height };
}
