import type { ClipAudio, ClipFacts } from './clip-facts.js';

interface ProbedStream {
  readonly codec_type?: string;
  readonly start_time?: string;
  readonly duration?: string;
  readonly time_base?: string;
  readonly sample_rate?: string;
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

export const probeArguments = [
  ...['-v', 'error', '-protocol_whitelist', 'file', '-of', 'json', '-show_entries'],
  'format=format_name,start_time,duration:stream=codec_type,start_time,duration,time_base,sample_rate:stream_disposition=attached_pic',
];

/** A picture may last this long; what is needed at its end began then. */
const longestPictureS = 2;

/** Whether the key frames of its pictures have to be counted (see `KeyFrameGap`) before `clipFacts` can tell how to seek. */
export function hasNoIndex(probe: ProbeOutput): boolean {
  return probe.format?.format_name === 'mpegts';
}

/**
 * Reads what ffprobe says. Containers are trusted to seek only where that was tested: by format name.
 *
 * @param keyFrameGapS the longest time between two key frames, for a clip that `hasNoIndex`.
 */
export function clipFacts(path: string, probe: ProbeOutput, keyFrameGapS = 0): ClipFacts {
  const format = probe.format?.format_name ?? '';
  const startS = numberOr(probe.format?.start_time, 0);
  const video = probe.streams?.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  const audio = probe.streams?.find((stream) => stream.codec_type === 'audio');
  return {
    path,
    hasVideo: video !== undefined,
    durationS: numberOr(video?.duration, numberOr(probe.format?.duration, 0)),
    pictureLeadInS: /mp4|matroska|avi|mpegts/.test(format) ? longestPictureS + keyFrameGapS : undefined,
    audio: audio && audioFacts(audio, startS, format),
  };
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
