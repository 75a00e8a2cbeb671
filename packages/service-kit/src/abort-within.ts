/** A signal that aborts after a while, or with another one. */
export interface AbortWithin {
  readonly signal: AbortSignal;
  /** Called behind what it was for. */
  over(): void;
}

/**
 * Aborts with `signal`, or in `ms`. Not `AbortSignal.any` with `AbortSignal.timeout`: Node may collect that timeout before it fires
 * (https://github.com/nodejs/node/issues/57736), and what waits for it waits for good.
 */
export function abortWithin(ms: number, signal: AbortSignal): AbortWithin {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException(`not done in ${ms} ms`, 'TimeoutError')),
    ms,
  );
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return {
    signal: controller.signal,
    over() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
