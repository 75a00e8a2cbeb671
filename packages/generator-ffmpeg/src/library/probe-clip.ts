import type { UnderstudyError } from '@understudy/errors';
import type { ClipAudio, ProbedClip } from './clip-facts.js';
import { demuxerOf, onlyKnownFormats } from './clip-formats.js';
import type { ClipLimits } from './clip-limits.js';
import { clipRefused } from './clip-refused.js';

interface ProbedStream {
  readonly codec_type?: string;
  readonly start_time?: string;
  readonly duration?: string;
  readonly time_base?: string;
  readonly sample_rate?: string;
  readonly width?: number;
  readonly height?: number;
  readonly disposition?: { readonly attached_pic?: number };
}

export interface ProbeOutput {
  readonly streams?: readonly ProbedStream[];
  readonly format?: {
    readonly format_name?: string;
    readonly start_time?: string;
    readonly duration?: string;
  };
}

/** ffprobe's options for a file that nothing is known of. One stream more than may be, so that it can be told from as many. */
export function carefully({ streams }: ClipLimits): string[] {
  return ['-protocol_whitelist', 'file', ...onlyKnownFormats, '-max_streams', String(streams + 1)];
}

export function probeArguments(limits: ClipLimits): string[] {
  const shown =
    'format=format_name,start_time,duration:stream=codec_type,start_time,duration,time_base,sample_rate,width,height:stream_disposition=attached_pic';
  return ['-v', 'error', ...carefully(limits), '-of', 'json', '-show_entries', shown];
}

/** A picture may last this long; what is needed at its end began then. */
const longestPictureS = 2;

/** Whether the key frames of its pictures have to be counted (see `KeyFrameGap`) before `clipFacts` can tell how to seek. */
export function hasNoIndex(probe: ProbeOutput): boolean {
  return probe.format?.format_name === 'mpegts';
}

/**
 * Reads what ffprobe says, where it says no more than a clip may be. Containers are trusted to seek only where that was tested: by format
 * name.
 *
 * @param keyFrameGapS the longest time between two key frames, for a clip that `hasNoIndex`.
 */
export function clipFacts(
  name: string,
  probe: ProbeOutput,
  limits: ClipLimits,
  keyFrameGapS = 0,
): ProbedClip | UnderstudyError {
  const demuxer = demuxerOf(probe.format?.format_name);
  if (demuxer === undefined)
    return clipRefused(name, 'unreadable', `its format is ${probe.format?.format_name}`);
  const refusal = whyRefused(name, probe, limits);
  if (refusal !== undefined) return refusal;
  const format = probe.format?.format_name ?? '';
  const startS = numberOr(probe.format?.start_time, 0);
  const video = probe.streams?.find(isPictures);
  const audio = probe.streams?.find((stream) => stream.codec_type === 'audio');
  return {
    demuxer,
    hasVideo: video !== undefined,
    durationS: numberOr(video?.duration, numberOr(probe.format?.duration, 0)),
    pictureLeadInS: /mp4|matroska|avi|mpegts/.test(format) ? longestPictureS + keyFrameGapS : undefined,
    audio: audio && audioFacts(audio, startS, format),
  };
}

/** Not the cover of a record. */
function isPictures({ codec_type, disposition }: ProbedStream): boolean {
  return codec_type === 'video' && disposition?.attached_pic !== 1;
}

function whyRefused(name: string, probe: ProbeOutput, limits: ClipLimits): UnderstudyError | undefined {
  const streams = probe.streams ?? [];
  if (streams.length > limits.streams) {
    const says = `it has more than ${limits.streams} streams, UNDERSTUDY_CLIP_STREAMS allows no more`;
    return clipRefused(name, 'too_many_streams', says);
  }
  if (!streams.some(({ codec_type }) => codec_type === 'video' || codec_type === 'audio'))
    return clipRefused(name, 'unreadable', 'it has neither pictures nor sound');
  const startS = numberOr(probe.format?.start_time, 0);
  const longestS = Math.max(
    numberOr(probe.format?.duration, 0),
    // One that begins late is silent, or black, until then.
    ...streams.flatMap((stream) => [
      numberOr(stream.duration, 0),
      Math.abs(numberOr(stream.start_time, startS) - startS),
    ]),
  );
  if (longestS > limits.durationS) {
    const says = `it lasts ${longestS} s, UNDERSTUDY_CLIP_DURATION_S allows ${limits.durationS}`;
    return clipRefused(name, 'too_long', says);
  }
  // What ffmpeg cannot count itself, it does not tell.
  const pictures = streams.find(isPictures);
  if (pictures !== undefined && !pictures.width)
    return clipRefused(name, 'unreadable', 'its pictures have no size that ffmpeg could decode');
  const mostPixels = Math.max(0, ...streams.map(({ width = 0, height = 0 }) => width * height));
  if (mostPixels > limits.pixels) {
    const says = `its pictures have ${mostPixels} pixels, UNDERSTUDY_CLIP_PIXELS allows ${limits.pixels}`;
    return clipRefused(name, 'picture_too_large', says);
  }
  return undefined;
}

function audioFacts(stream: ProbedStream, formatStartS: number, format: string): ClipAudio | undefined {
  const sampleRateHz = numberOr(stream.sample_rate, 0);
  if (sampleRateHz <= 0) return undefined;
  return {
    sampleRateHz,
    startSample: Math.round((numberOr(stream.start_time, formatStartS) - formatStartS) * sampleRateHz),
    // Matroska rounds to milliseconds, and the packets of an AVI carry no time at all.
    seekable: /mp4|wav/.test(format) && stream.time_base === `1/${sampleRateHz}`,
  };
}

function numberOr(text: string | undefined, fallback: number): number {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) ? value : fallback;
}
