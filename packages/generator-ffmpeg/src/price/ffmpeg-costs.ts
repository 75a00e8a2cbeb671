import {
  aacFrameSamples,
  type PlannedSegment,
  planSegments,
  type Rendered,
  sampleRateHz,
  samplesPerFrame,
  shownSize,
} from '@understudy/description';
import type { Costs } from '@understudy/generator';
import { type AudioPart, audioParts, type VideoPart, videoParts } from '../graph/parts.js';
import { sourceCost } from './source-costs.js';

/** CPU seconds of a run that makes next to nothing. */
const startS = 0.13;
/** For a second of sound, whatever it is: mixing and AAC. */
const soundS = 0.006;
/** For a second of noise on top, and for a second of a clip's. */
const noiseS = 0.002;
const clipSoundS = 0.006;
/** For each second of sound that is computed and thrown away: it is computed from its scene's beginning. */
const skippedSoundS = 0.0005;
/** A text is laid out and drawn anew in every frame: for each character, for each pixel of their area, and of the box behind it. */
const characterUs = 2;
const glyphPixelNs = 4;
/** For each pixel of a picture that is faded. */
const fadeNs = 3;
/** How much of a line's height a character is wide. */
const characterWidth = 0.6;

/** What a segment of the bundled generator costs on the reference machine. */
export function segmentCosts(description: Rendered, planned: PlannedSegment): Costs {
  const { fps } = description;
  const costs: Record<string, number> = { start: startS };
  for (const part of videoParts(description, planned.firstFrame, planned.frameCount))
    addPart(costs, part, description);
  const first = planned.firstFrame * samplesPerFrame(fps);
  const samples = planned.frameCount * samplesPerFrame(fps) + 6 * aacFrameSamples;
  for (const part of audioParts(description, first, samples)) add(costs, 'sound', soundCost(part));
  return costs;
}

/** What a picture of `frames` frames costs, taken evenly over the video. */
export function pictureCosts(description: Rendered, frames: number): Costs {
  const { totalFrames } = planSegments(description);
  const costs: Record<string, number> = { start: startS };
  for (let index = 0; index < frames; index += 1) {
    const firstFrame = Math.floor((totalFrames * (index + 0.5)) / frames);
    for (const part of videoParts(description, firstFrame, 1)) addPart(costs, part, description);
  }
  return costs;
}

function addPart(costs: Record<string, number>, part: VideoPart, description: Rendered): void {
  const shown = shownSize(description);
  const { source, text, fade } = part.scene;
  const { drawUs, encodeUs } = sourceCost(part, description, shown.width * shown.height);
  add(costs, source.type, (drawUs + encodeUs) / 1e6);
  if (text !== undefined) {
    const { sizePx = Math.round(description.height / 12) } = text;
    const characters = text.value.length;
    const area = Math.min(
      characters * sizePx * sizePx * characterWidth,
      description.width * description.height,
    );
    const perFrameUs = characters * characterUs + (area * glyphPixelNs) / 1_000;
    add(costs, 'text', (part.frameCount * perFrameUs) / 1e6);
  }
  const faded = fadedFrames(part, fade, description.fps);
  if (faded > 0) add(costs, 'fade', (faded * description.width * description.height * fadeNs) / 1e9);
}

/** How many of a part's frames lie in a fade. */
function fadedFrames(part: VideoPart, fade: VideoPart['scene']['fade'], fps: number): number {
  const end = part.firstFrame + part.frameCount;
  const inEnd = Math.round((fade?.in ?? 0) * fps);
  const outStart = part.sceneFrames - Math.round((fade?.out ?? 0) * fps);
  return (
    Math.max(0, Math.min(end, inEnd) - part.firstFrame) +
    Math.max(0, end - Math.max(part.firstFrame, outStart))
  );
}

function soundCost({ scene, firstSample, sampleCount }: AudioPart): number {
  const seconds = sampleCount / sampleRateHz;
  const audio = scene?.audio?.type ?? (scene?.source.type === 'clip' ? 'clip' : 'silence');
  const skipped = audio === 'tone' || audio === 'noise' ? (firstSample / sampleRateHz) * skippedSoundS : 0;
  const more = audio === 'noise' ? noiseS : audio === 'clip' ? clipSoundS : 0;
  return seconds * (soundS + more) + skipped;
}

function add(costs: Record<string, number>, part: string, cost: number): void {
  costs[part] = (costs[part] ?? 0) + cost;
}
