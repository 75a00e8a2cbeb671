import type { Timings } from '@understudy/client';

/** `4.2 ms`, `1.3 s`; `–` where nothing was counted. */
export function formatMs(ms: number | null): string {
  if (ms === null) return '–';
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** `3.1 ×`; `–` where nothing was counted. */
export function formatSpeed(ratio: number | null): string {
  return ratio === null ? '–' : `${ratio.toFixed(1)} ×`;
}

/** For how long something is kept, as `10 minutes`. */
export function formatKept(keptMs: number): string {
  const minutes = Math.round(keptMs / 60_000);
  return minutes === 1 ? 'minute' : `${minutes} minutes`;
}

const nothing = {
  firstByte: 'nobody asked for a video',
  silence: 'no response had to go on from another worker',
  generationSpeed: 'no segment was made',
} as const;

/** Why there is nothing to show; undefined where there is something. */
export function whyEmpty(
  { asked, missing, keptMs, firstByte, silence, generationSpeed }: Timings,
  what: keyof typeof nothing,
): string | undefined {
  if ({ firstByte, silence, generationSpeed }[what].all.count > 0) return undefined;
  if (asked === null) return 'The console has just begun to ask: there is something in a few seconds.';
  if (asked === 0) return 'No router and no worker is known: nobody could tell.';
  const kind = what === 'generationSpeed' ? 'worker' : 'router';
  if (missing.some((name) => name.startsWith(kind)))
    return `Nothing is known: ${missing.filter((name) => name.startsWith(kind)).join(', ')} did not tell.`;
  const { steps } = firstByte;
  if (steps.length < 2) return 'The console has just begun to count: there is something in a few seconds.';
  const sinceMs = (steps.at(-1)?.atMs ?? 0) - (steps[0]?.atMs ?? 0);
  const time = sinceMs < 0.95 * keptMs ? 'since the console began' : `in the last ${formatKept(keptMs)}`;
  return `None: ${nothing[what]} ${time}.`;
}
