import { type Source, sampleRateHz } from '@understudy/description';
import type { ClipFacts } from '../library/clip-facts.js';
import type { Inputs } from './inputs.js';
import type { AudioPart } from './parts.js';

type Clip = Extract<Source, { type: 'clip' }>;

/** Decoders need some packets before what they give is right (MP3 up to nine frames), and the resampler its window. */
const leadInS = 0.5;

/**
 * The clip's own sound for the part, as 48 kHz samples with timestamps of the scene; undefined where it has none.
 *
 * The resampler starts where both sample grids meet (at 44.1 kHz: every 147 samples). Started anywhere else its
 * output would be shifted by a fraction of a sample from one segment to the next, which is heard as a click.
 */
export function clipSound(
  source: Clip,
  part: AudioPart,
  clip: ClipFacts,
  inputs: Inputs,
): string | undefined {
  if (!clip.audio) return undefined;
  const { sampleRateHz: clipRateHz, startSample, seekable } = clip.audio;
  const sceneStart = Math.round((source.start ?? 0) * sampleRateHz);
  const wanted = sceneStart + part.firstSample;

  const gridHz = greatestCommonDivisor(clipRateHz, sampleRateHz);
  const meetings = Math.max(0, Math.floor((wanted / sampleRateHz - leadInS) * gridHz));
  const fromClipSample = meetings * (clipRateHz / gridHz);
  const fromSample = meetings * (sampleRateHz / gridHz);

  const seekS = seekable ? Math.max(0, fromClipSample / clipRateHz - leadInS) : 0;
  const untilS = (wanted + part.sampleCount) / sampleRateHz + leadInS;
  const input = inputs.add(clip, { seekS, readS: untilS - seekS });
  return [
    `[${input}:a:0]asettb=1/${clipRateHz}`,
    ...(seekable ? [] : [`asetpts=N+${startSample}`]),
    `atrim=start_pts=${fromClipSample}`,
    // Sound that begins later than the pictures: the silence before it, in the clip's own samples.
    ...(startSample > fromClipSample ? [`adelay=delays=${startSample - fromClipSample}S:all=1`] : []),
    `aformat=sample_fmts=s16p,aresample=${sampleRateHz}:internal_sample_fmt=s16p:out_channel_layout=stereo`,
    `asettb=1/${sampleRateHz},asetpts=N+${fromSample - sceneStart}`,
    `apad,atrim=start_pts=${part.firstSample}:end_pts=${part.firstSample + part.sampleCount}`,
  ].join(',');
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
