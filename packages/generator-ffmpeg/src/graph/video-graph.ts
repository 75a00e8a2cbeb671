import type { Rendered, Scene } from '@understudy/description';
import type { ClipLimits } from '../library/clip-limits.js';
import type { FindClip } from '../library/find-clip.js';
import { drawSource } from '../sources/draw-source.js';
import { scaled } from '../sources/picture.js';
import type { Inputs } from './inputs.js';
import { type VideoPart, videoParts } from './parts.js';
import { textFilter } from './text-filter.js';

export interface GraphContext {
  readonly fontPath: string;
  readonly findClip: FindClip;
  readonly clipLimits: ClipLimits;
}

/** The graph that ends in `[v]`, or another name: these frames of the video, timestamps in frames of the whole video. */
export function videoGraph(
  description: Rendered,
  firstFrame: number,
  frameCount: number,
  context: GraphContext,
  inputs: Inputs,
  name = 'v',
): string {
  const parts = videoParts(description, firstFrame, frameCount);
  const chains = parts.map(
    (part, index) => `${partChain(part, description, context, inputs, `${name}${index}`)}`,
  );
  // One tag for all sources: what a frame is tagged with goes into the initialization bytes, which must not change.
  const finish = `${resized(description)}settb=1/${description.fps},setpts=N+${firstFrame},setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[${name}]`;
  if (chains.length === 1) return `${chains[0]},${finish}`;
  const labelled = chains.map((chain, index) => `${chain},setpts=N[${name}${index}]`);
  const joined = parts.map((_, index) => `[${name}${index}]`).join('');
  return `${labelled.join(';')};${joined}concat=n=${parts.length}:v=1:a=0,${finish}`;
}

/** Drawn as for the video itself, then made smaller: a rendition must not show other pictures. */
function resized({ rendition }: Rendered): string {
  return rendition === undefined ? '' : `${scaled(rendition.width, rendition.height, 'bicubic')},setsar=1,`;
}

function partChain(
  part: VideoPart,
  description: Rendered,
  context: GraphContext,
  inputs: Inputs,
  label: string,
): string {
  const { fps } = description;
  return [
    drawSource(part, description, context.findClip, inputs, label),
    `trim=end_frame=${part.frameCount}`,
    'setsar=1',
    // From here on the time is the scene's, which is what fades are written in.
    `settb=1/${fps},setpts=N+${part.firstFrame}`,
    ...(part.scene.text ? [textFilter(part.scene.text, description, context.fontPath)] : []),
    ...fades(part.scene.fade, part, fps),
  ].join(',');
}

/** Only where the part meets the fade: outside of it, it would cost and change nothing. */
function fades(fade: Scene['fade'], part: VideoPart, fps: number): string[] {
  const inFrames = Math.round((fade?.in ?? 0) * fps);
  const outFrames = Math.round((fade?.out ?? 0) * fps);
  const outStart = part.sceneFrames - outFrames;
  const chain: string[] = [];
  if (part.firstFrame < inFrames) chain.push(`fade=t=in:st=0:d=${inFrames / fps}`);
  if (outFrames > 0 && part.firstFrame + part.frameCount > outStart) {
    chain.push(`fade=t=out:st=${outStart / fps}:d=${outFrames / fps}`);
  }
  return chain;
}
