import type { Source } from '@understudy/description';
import { type DrawSource, fitToFrame } from './picture.js';
import { sinceRestart } from './restart.js';

type Testcard = Extract<Source, { type: 'testcard' }>;

export const drawTestcard: DrawSource<Testcard> = (source, part, frame) => {
  const card = `${source.card}=s=${frame.width}x${frame.height}:r=${frame.fps}`;
  if (source.card !== 'testsrc2') return `${card},${fitToFrame(frame, 'bicubic')}`;
  const { skipFrames } = sinceRestart(source, part.firstFrame);
  return `${card},trim=start_frame=${skipFrames},format=yuv420p`;
};
