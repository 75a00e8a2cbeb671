import type { Storyboard } from '@understudy/description';

/**
 * The storyboard as WebVTT: what to show for which time is a sheet, relative to the track's own URL, and a part of it by `#xywh`
 * (W3C Media Fragments section 4.2.2, in pixels).
 */
export function storyboardTrack({ tile, sheets }: Storyboard): string {
  const cues = sheets.flatMap((tiles, sheet) =>
    tiles.map(
      ({ startS, endS, x, y }) =>
        `${timestamp(startS)} --> ${timestamp(endS)}\nstoryboard/${sheet}.jpg#xywh=${x},${y},${tile.width},${tile.height}\n`,
    ),
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** As WebVTT section 4.3 wants it: hours in two digits, and milliseconds. */
function timestamp(seconds: number): string {
  const ms = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}.${String(ms % 1_000).padStart(3, '0')}`;
}
