/** Sound is always AAC-LC at this rate, in frames of this many samples. */
export const sampleRateHz = 48_000;
export const aacFrameSamples = 1024;

/** The rates at which a segment can be whole in video frames and in AAC frames within a few seconds. */
export const frameRates = [24, 25, 30, 50, 60] as const;
export type FrameRate = (typeof frameRates)[number];

/** Samples of sound that belong to one video frame; a whole number at every rate of `frameRates`. */
export function samplesPerFrame(fps: FrameRate): number {
  return sampleRateHz / fps;
}

/**
 * The fewest video frames that are a whole number of AAC frames: 64 at 24 fps (125 AAC frames), 8 at 25 (15),
 * 16 at 30 (25), 16 at 50 (15), 32 at 60 (25).
 */
export function unitFrames(fps: FrameRate): number {
  const samples = samplesPerFrame(fps);
  return aacFrameSamples / greatestCommonDivisor(samples, aacFrameSamples);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
