import { createHash } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { request as requestByTls } from 'node:https';

export interface Played {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether the response ended as HTTP says it must; false: it was cut, and a player can tell. */
  readonly whole: boolean;
  readonly firstByteMs: number;
  /** The longest time between two arrivals of bytes, the first byte's and the end's included. */
  readonly longestSilenceMs: number;
}

export interface PlayOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** For `https:`: the certificate to trust. */
  readonly ca?: string;
  readonly body?: string;
  /** The player goes; what it has by then is its answer, if that has begun. */
  readonly signal?: AbortSignal;
  /** Called after each arrival with the number of bytes so far. */
  readonly onBytes?: (received: number) => void;
  /** The player reads no faster than this; a function is asked after each arrival. */
  readonly maxBytesPerSecond?: number | (() => number);
}

/** Any response takes less in these tests. */
const deadlineMs = 90_000;

/** Plays `url` like a simple player: one request, all bytes in order, nothing tried twice. */
export function play(url: string, options: PlayOptions = {}): Promise<Played> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    let finish: ((whole: boolean) => void) | undefined;
    const outgoing = (url.startsWith('https:') ? requestByTls : request)(
      url,
      {
        method: options.method ?? 'GET',
        ...(options.ca !== undefined && { ca: options.ca }),
        ...(options.headers !== undefined && { headers: options.headers }),
        ...(options.signal !== undefined && { signal: options.signal }),
        agent: false,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let received = 0;
        let firstByteMs = Number.NaN;
        let longestSilenceMs = 0;
        let lastAtMs = startedAtMs;
        const arrived = () => {
          const nowMs = performance.now();
          // The wait for the first byte is measured by itself.
          if (received > 0 || chunks.length > 0)
            longestSilenceMs = Math.max(longestSilenceMs, nowMs - lastAtMs);
          lastAtMs = nowMs;
          return nowMs;
        };
        finish = (whole) => {
          clearTimeout(timer);
          arrived();
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks),
            whole,
            firstByteMs,
            longestSilenceMs,
          });
        };
        answer.on('data', (chunk: Buffer) => {
          const nowMs = arrived();
          if (received === 0) firstByteMs = nowMs - startedAtMs;
          chunks.push(chunk);
          received += chunk.length;
          options.onBytes?.(received);
          const { maxBytesPerSecond: pace = Number.POSITIVE_INFINITY } = options;
          const bytesPerSecond = typeof pace === 'number' ? pace : pace();
          if (bytesPerSecond !== Number.POSITIVE_INFINITY) {
            answer.pause();
            setTimeout(() => answer.resume(), (chunk.length / bytesPerSecond) * 1_000);
          }
        });
        answer.on('end', () => finish?.(answer.complete));
        answer.on('error', () => finish?.(false));
      },
    );
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`${url} took longer than ${deadlineMs} ms`)),
      deadlineMs,
    );
    outgoing.on('error', (error) => {
      clearTimeout(timer);
      if (finish === undefined) reject(error);
      else finish(false);
    });
    outgoing.end(options.body);
  });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
