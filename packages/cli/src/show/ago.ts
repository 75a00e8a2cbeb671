/** How long ago `atMs` (ms since 1970) was: `12 s ago`, `3 min ago`. Of another clock it may be to come, which is now. */
export function ago(atMs: number, nowMs = Date.now()): string {
  const seconds = Math.max(0, Math.round((nowMs - atMs) / 1_000));
  return seconds < 60 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
}
