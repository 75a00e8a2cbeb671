import type { Source } from '@understudy/description';
import type { Inputs } from '../graph/inputs.js';
import type { VideoPart } from '../graph/parts.js';
import type { ClipFacts } from '../library/clip-facts.js';
import { type Frame, scaled } from './picture.js';

type Clip = Extract<Source, { type: 'clip' }>;

/** Exact for every frame rate here, for 29.97 and 23.976, and for milliseconds: positions are whole ticks of it. */
const ticksPerS = 1_200_000;

/**
 * The clip at the part's time, fitted into the frame. Overlay is what makes joins right: it shows, at each frame of the
 * black base, the latest picture whose time has come, also the one from before the part, and holds the last one when
 * the clip has ended. So what is shown at a frame does not depend on where the reading began.
 */
export function drawClip(
  source: Clip,
  part: VideoPart,
  frame: Frame,
  clip: ClipFacts,
  inputs: Inputs,
  label: string,
): string {
  const base = `color=c=black:s=${frame.width}x${frame.height}:r=${frame.fps},trim=end_frame=${part.frameCount},format=yuv420p`;
  if (!clip.hasVideo) return base;
  const ticks = Math.round((source.start ?? 0) * ticksPerS) + (part.firstFrame * ticksPerS) / frame.fps;
  const { pictureLeadInS = Number.POSITIVE_INFINITY } = clip;
  const seekS = Math.max(0, Math.min(ticks / ticksPerS, clip.durationS) - pictureLeadInS);
  const untilS = ticks / ticksPerS + part.frameCount / frame.fps;
  const input = inputs.add(clip, { seekS, readS: Math.max(untilS, clip.durationS) - seekS });
  const aspect = 'iw/ih*if(sar\\,sar\\,1)';
  const picture = [
    `[${input}:v:0]settb=1/${ticksPerS}`,
    `setpts=PTS-${ticks}`,
    scaled(
      `'2*max(1\\,trunc(min(${frame.width}\\,${frame.height}*${aspect})/2))'`,
      `'2*max(1\\,trunc(min(${frame.height}\\,${frame.width}/(${aspect}))/2))'`,
      'bicubic',
    ),
    'setsar=1',
  ].join(',');
  return `${base}[base${label}];${picture}[clip${label}];[base${label}][clip${label}]overlay=x=(W-w)/2:y=(H-h)/2:format=yuv420:eof_action=repeat`;
}
