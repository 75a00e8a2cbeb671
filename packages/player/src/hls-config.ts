import type { HlsConfig, LoaderConfig, RetryConfig } from 'hls.js';
import { delays, isWorthRetrying, maxRetries } from './retries.js';

/** How long nothing may come. Beyond what a take-over or a seek to a place that is not made yet takes, and within the buffer. */
const firstByteMs = 10_000;
/** For all of a playlist or segment; the longest has a few seconds of video. */
const loadMs = 20_000;

/**
 * What hls.js should be told about this service: tries that begin quickly and go on for a minute. `onFailure` hears of
 * each failed try that another one follows.
 */
export function hlsConfig(onFailure: () => void = () => {}): Partial<HlsConfig> {
  const retry: RetryConfig = {
    ...delays,
    maxNumRetry: maxRetries,
    backoff: 'exponential',
    // By itself hls.js takes a connection that was cut (status 0) for a mistake of CORS, and gives a playlist up.
    shouldRetry(_config, failuresBefore, isTimeout, response) {
      const again = failuresBefore < maxRetries && (isTimeout || isWorthRetrying(response?.code));
      if (again) onFailure();
      return again;
    },
  };
  const load: LoaderConfig = {
    maxTimeToFirstByteMs: firstByteMs,
    maxLoadTimeMs: loadMs,
    timeoutRetry: retry,
    errorRetry: retry,
  };
  return {
    manifestLoadPolicy: { default: load },
    playlistLoadPolicy: { default: load },
    fragLoadPolicy: { default: load },
    // Segments go into the buffer as they are: there is nothing to do for a worker.
    enableWorker: false,
    // What was watched is at the router when somebody goes back.
    backBufferLength: 60,
  };
}
