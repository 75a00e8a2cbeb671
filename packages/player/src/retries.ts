/** A worker that takes over, or another router, answers within moments: the first tries come quickly. */
const firstDelayMs = 100;
const longestDelayMs = 2_000;
/** Trouble may last this long before a player gives up, however quickly each try fails. */
const patienceMs = 60_000;

/** What hls.js is told too, so that every technique waits alike: the delay doubles up to a longest one. */
export const delays = { retryDelayMs: firstDelayMs, maxRetryDelayMs: longestDelayMs } as const;

/** How long to wait after a try that failed, with `failuresBefore` failed ones before it. */
export function retryDelayMs(failuresBefore: number): number {
  return Math.min(firstDelayMs * 2 ** failuresBefore, longestDelayMs);
}

/** How many tries follow the first one. */
export const maxRetries = retriesThatLast(patienceMs);

function retriesThatLast(wholeMs: number): number {
  let retries = 0;
  for (let waitedMs = 0; waitedMs < wholeMs; retries += 1) waitedMs += retryDelayMs(retries);
  return retries;
}

/** Refusals that may end by themselves: 408 Request Timeout, 425 Too Early, 429 Too Many Requests. */
const passingRefusals = [408, 425, 429];

/** Whether another try may succeed. No status, or 0: no answer came, or a part of one. */
export function isWorthRetrying(status = 0): boolean {
  return status < 400 || status >= 500 || passingRefusals.includes(status);
}
