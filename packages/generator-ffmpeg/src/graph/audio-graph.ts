import { aacFrameSamples, type Description, type Scene, sampleRateHz } from '@understudy/description';
import type { FindClip } from '../library/find-clip.js';
import { clipSound } from './clip-sound.js';
import type { Inputs } from './inputs.js';
import { type AudioPart, audioParts } from './parts.js';

/** Every scene's sound rises and falls at least this long, so that a tone that is cut does not click. */
const edgeSamples = sampleRateHz / 200;

/** The graph that ends in `[a]`: these samples of the video's sound, timestamps in samples of the whole video. */
export function audioGraph(
  description: Description,
  firstSample: number,
  sampleCount: number,
  findClip: FindClip,
  inputs: Inputs,
): string {
  const parts = audioParts(description, firstSample, sampleCount);
  const chains = parts.map((part, index) => `${partChain(part, findClip, inputs)},asetpts=N[a${index}]`);
  const joined = parts.map((_, index) => `[a${index}]`).join('');
  const finish = [
    `concat=n=${parts.length}:v=0:a=1`,
    `asettb=1/${sampleRateHz},asetpts=N+${firstSample}`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    // ffmpeg 5.1 hands the first frame to the encoder before it has learnt the encoder's frame size; a shorter one is
    // filled up with zeros, and all that follows comes late.
    `asetnsamples=n=${aacFrameSamples}:p=0`,
  ];
  return `${chains.join(';')};${joined}${finish.join(',')}[a]`;
}

/** 16-bit samples all the way: integer arithmetic gives the same result on every processor. */
function partChain(part: AudioPart, findClip: FindClip, inputs: Inputs): string {
  const sound = part.scene && soundOf(part.scene, part, findClip, inputs);
  if (!sound || !part.scene) {
    return `anullsrc=r=${sampleRateHz}:cl=stereo,atrim=end_sample=${part.sampleCount},aformat=sample_fmts=s16`;
  }
  return [sound, 'aformat=sample_fmts=s16:channel_layouts=stereo', ...fades(part.scene, part)].join(',');
}

/** The samples of the part with timestamps of the scene, or undefined for silence. */
function soundOf(scene: Scene, part: AudioPart, findClip: FindClip, inputs: Inputs): string | undefined {
  const audio = scene.audio ?? (scene.source.type === 'clip' ? { type: 'clip' as const } : undefined);
  const cut = `atrim=start_sample=${part.firstSample}:end_sample=${part.firstSample + part.sampleCount}`;
  switch (audio?.type) {
    case 'tone':
      // ffmpeg's sine has an amplitude of 1/8; a volume of 1 makes it 1/2. 5 ms of CPU skip two minutes of it.
      return `sine=frequency=${audio.frequencyHz}:sample_rate=${sampleRateHz},${cut},${volume((audio.volume ?? 0.5) * 4)}`;
    case 'noise':
      return `anoisesrc=r=${sampleRateHz}:seed=${audio.seed}:color=${audio.color ?? 'pink'}:amplitude=${(audio.volume ?? 0.3) / 2},${cut}`;
    case 'clip': {
      if (scene.source.type !== 'clip') return undefined;
      const sound = clipSound(scene.source, part, findClip(scene.source.name), inputs);
      return sound && `${sound},${volume(audio.volume ?? 1)}`;
    }
    default:
      return undefined;
  }
}

function volume(factor: number): string {
  return `volume=${factor}:precision=fixed`;
}

function fades(scene: Scene, part: AudioPart): string[] {
  // AAC has no place before the first sample for its priming packet, and a negative decode time is no valid one
  // (ISO 14496-12 section 8.8.12). Without that packet the first frame's decoding is only right if it is silent.
  const silentSamples = part.sceneIndex === 0 ? aacFrameSamples : 0;
  const inSamples = Math.max(edgeSamples, Math.round((scene.fade?.in ?? 0) * sampleRateHz) - silentSamples);
  const outSamples = Math.max(edgeSamples, Math.round((scene.fade?.out ?? 0) * sampleRateHz));
  const outStart = Math.max(0, part.sceneSamples - outSamples);
  const chain: string[] = [];
  if (part.firstSample < silentSamples + inSamples) {
    chain.push(`afade=t=in:ss=${silentSamples}:ns=${inSamples}`);
  }
  if (part.firstSample + part.sampleCount > outStart)
    chain.push(`afade=t=out:ss=${outStart}:ns=${outSamples}`);
  return chain;
}
