import type { SegmentPlan } from '@understudy/description';

/**
 * The HLS media playlist (RFC 8216, version 7 for fMP4). It is whole from the first second, because the plan is: a player can
 * seek anywhere at once. Durations are exact to the microsecond.
 */
export function mediaPlaylist(plan: SegmentPlan): string {
  const longestS = plan.segments.reduce((longest, segment) => Math.max(longest, segment.durationS), 0);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    // Section 4.3.3.1: no segment, rounded to whole seconds, may be longer.
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(longestS))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-MAP:URI="init.mp4"',
    ...plan.segments.flatMap((segment) => [
      `#EXTINF:${segment.durationS.toFixed(6)},`,
      `${segment.index}.m4s`,
    ]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}
