const secondsOf = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Whole seconds of `90s`, `30m`, `2h` or `1d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * secondsOf[unit as keyof typeof secondsOf];
}

/** The same the other way, in the largest unit of which it is a whole number. */
export function formatDuration(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find(
    (each) => seconds >= secondsOf[each] && seconds % secondsOf[each] === 0,
  );
  return unit === undefined ? `${seconds}s` : `${seconds / secondsOf[unit]}${unit}`;
}
