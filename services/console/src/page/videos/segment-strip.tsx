import type { VideoCopy } from '@understudy/client';

interface SegmentStripProps {
  readonly label: string;
  /** Null where nobody knows how many there are. */
  readonly total: number | null;
  /** What several have is drawn once. */
  readonly copies: readonly Pick<VideoCopy, 'sealed'>[];
}

/** The segments of a video from left to right; those that there are, are filled. */
export function SegmentStrip({ label, total, copies }: SegmentStripProps) {
  const all = copies.flatMap(({ sealed }) =>
    sealed.map((range) => [`${range.first} ${range.last}`, range] as const),
  );
  const ranges = [...new Map(all).values()];
  const segments = total ?? 1;
  return (
    <svg class="strip" viewBox={`0 0 ${segments} 1`} preserveAspectRatio="none" role="img" aria-label={label}>
      {ranges.map(({ first, last }) => (
        <rect key={`${first} ${last}`} x={first} y="0" width={last - first + 1} height="1" />
      ))}
    </svg>
  );
}
