import type { Source } from '@understudy/description';
import { type DrawSource, ffmpegColor, fitToFrame } from './picture.js';

type Still = Extract<Source, { type: 'still' }>;

export const drawStill: DrawSource<Still> = (source, _part, frame) =>
  `color=c=${ffmpegColor(source.color)}:s=${frame.width}x${frame.height}:r=${frame.fps},format=gbrp,${fitToFrame(frame, 'bilinear')}`;
