import { expect, test } from 'vitest';
import { hlsConfig } from './hls-config.js';
import { maxRetries } from './retries.js';

/** As hls.js asks, for playlists and segments alike. */
function ask(
  config: ReturnType<typeof hlsConfig>,
  failuresBefore: number,
  isTimeout: boolean,
  status?: number,
) {
  const retry = config.fragLoadPolicy?.default[isTimeout ? 'timeoutRetry' : 'errorRetry'];
  const response = status === undefined ? undefined : { url: '', data: '', code: status };
  return retry?.shouldRetry?.(retry, failuresBefore, isTimeout, response, false);
}

test('a connection that was cut and an answer that never came are tried again, and told of', () => {
  let failures = 0;
  const config = hlsConfig(() => {
    failures += 1;
  });
  expect(ask(config, 0, false, 0)).toBe(true);
  expect(ask(config, 0, true)).toBe(true);
  expect(ask(config, maxRetries - 1, false, 503)).toBe(true);
  expect(failures).toBe(3);
});

test('a refusal is final and no reason to ask another origin; so is a minute of failures', () => {
  const config = hlsConfig(() => {
    throw new Error('told');
  });
  expect(ask(config, 0, false, 410)).toBe(false);
  expect(ask(config, maxRetries, false, 0)).toBe(false);
  expect(ask(config, maxRetries, true)).toBe(false);
});

test('playlists are tried as often as segments', () => {
  const { manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy } = hlsConfig();
  expect(manifestLoadPolicy).toEqual(fragLoadPolicy);
  expect(playlistLoadPolicy).toEqual(fragLoadPolicy);
});
