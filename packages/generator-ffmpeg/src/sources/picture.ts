import type { VideoPart } from '../graph/parts.js';

/** The frame that a source has to fill. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** A chain of filters that gives at least the part's frames, first one first, with any timestamps. */
export type DrawSource<S> = (source: S, part: VideoPart, frame: Frame) => string;

/**
 * Scales to the frame, as limited-range BT.709. The flags make swscale's result the same on every processor.
 * `how` is swscale's algorithm: neighbor for cells with hard edges, bicubic for the rest.
 */
export function fitToFrame(frame: Frame, how: 'neighbor' | 'bilinear' | 'bicubic'): string {
  return `${scaled(frame.width, frame.height, how)},format=yuv420p`;
}

/** As `fitToFrame`, for sizes that differ from the frame's. */
export function scaled(width: number | string, height: number | string, how: string): string {
  const flags = `${how}+accurate_rnd+bitexact`;
  return `scale=w=${width}:h=${height}:flags=${flags}:out_color_matrix=bt709:out_range=tv`;
}

/** Half of a side: patterns that are costly per pixel are computed at half of the frame's size. */
export function half(sidePx: number): number {
  return Math.ceil(sidePx / 2);
}

/** `#rrggbb` in ffmpeg's form. */
export function ffmpegColor(color: string): string {
  return `0x${color.slice(1)}`;
}
