import { canonicalDescription, parseDescription } from '@understudy/description';

/** The canonical description of a video of one segment. */
export const testCanonical = canonicalDescription(
  parseDescription({
    title: 'Store',
    width: 64,
    height: 64,
    fps: 30,
    scenes: [{ duration: 4, source: { type: 'still', color: '#204060' } }],
  }),
);
