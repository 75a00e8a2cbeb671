const secondsOf = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Whole seconds of `90s`, `30m`, `2h` or `1d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * secondsOf[unit as keyof typeof secondsOf];
}

/**
 * Whole seconds of the duration that an option was given, if it was.
 * @throws Error that shows `example` for what is no duration
 */
export function durationOf(option: string, text: string | undefined, example: string): number | undefined {
  const seconds = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && seconds === undefined)
    throw new Error(`--${option} takes a number and s, m, h or d, as in ${example}, not ${text}`);
  return seconds;
}

/** A duration as it is written, in the largest unit of which it is a whole number. */
export function formatDuration(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find(
    (each) => seconds >= secondsOf[each] && seconds % secondsOf[each] === 0,
  );
  return unit === undefined ? `${seconds}s` : `${seconds / secondsOf[unit]}${unit}`;
}
