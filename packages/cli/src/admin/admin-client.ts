import { UnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';
import { readClusterFile } from '../data-dir/cluster-file.js';
import { refusalOf } from './refusal.js';
import { Silence } from './silence.js';

const answerTimeoutMs = 10_000;

/** What an operator asks of a cluster through its console. */
export interface AdminClient {
  /**
   * Gives the answer's JSON.
   * @throws UnderstudyError what the console answered; `peer_unreachable` when it does not answer
   */
  ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, timeoutMs?: number): Promise<T>;
  /**
   * The server-sent events of a path, after the one with an ID; ends when the connection does.
   * @throws UnderstudyError what the console answered; `peer_unreachable` when it does not answer
   */
  follow(
    path: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<EventSourceMessage>;
  /**
   * The console's time (RFC 9110 section 6.6.1, `Date`), in whole seconds as ms since 1970; undefined where it tells none.
   * @throws UnderstudyError `peer_unreachable`
   */
  clockMs(): Promise<number | undefined>;
}

/**
 * The console of the cluster that runs in `UNDERSTUDY_DATA`, or the one at `UNDERSTUDY_ADMIN_URL` with `UNDERSTUDY_ADMIN_KEY`.
 * @throws UnderstudyError `not_found` when no cluster runs there, `invalid_configuration`
 */
export async function openAdminClient(env: NodeJS.ProcessEnv): Promise<AdminClient> {
  const { url, key } = await addressOf(env);
  return {
    async ask<T>(method: string, path: string, body?: unknown, timeoutMs = answerTimeoutMs): Promise<T> {
      const response = await send(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw await refusalOf(response, `the console at ${url}`);
      return (await response.json()) as T;
    },
    async *follow(path, lastEventId, signal) {
      const silence = new Silence(signal);
      try {
        const response = await send(new URL(path, url), {
          headers: {
            authorization: `Bearer ${key}`,
            accept: 'text/event-stream',
            ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
          },
          signal: silence.signal,
        });
        if (!response.ok || response.body === null) throw await refusalOf(response, `the console at ${url}`);
        yield* response.body
          .pipeThrough(silence.watching())
          .pipeThrough(new TextDecoderStream())
          .pipeThrough(new EventSourceParserStream());
      } catch (cause) {
        if (cause instanceof UnderstudyError) throw cause;
        throw new UnderstudyError('peer_unreachable', `the console at ${url} ended the connection`, {
          cause,
        });
      } finally {
        silence.close();
      }
    },
    async clockMs() {
      const signal = AbortSignal.timeout(answerTimeoutMs);
      const { headers } = await send(new URL('/healthz', url), { signal });
      const date = headers.get('date');
      return date === null ? undefined : Date.parse(date);
    },
  };
}

async function addressOf(env: NodeJS.ProcessEnv): Promise<{ url: string; key: string }> {
  const { url, key, dataDir } = readEnv(env, (read) => ({
    url: read.optionalText('UNDERSTUDY_ADMIN_URL'),
    key: read.optionalSecret('UNDERSTUDY_ADMIN_KEY'),
    dataDir: read.text('UNDERSTUDY_DATA', '.understudy'),
  }));
  if (url === undefined) return (await readClusterFile(dataDir)).admin;
  if (!URL.canParse(url))
    throw new UnderstudyError('invalid_configuration', `UNDERSTUDY_ADMIN_URL is not a URL: ${url}`);
  if (key === undefined)
    throw new UnderstudyError('invalid_configuration', 'UNDERSTUDY_ADMIN_URL needs UNDERSTUDY_ADMIN_KEY');
  return { url, key };
}

async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new UnderstudyError('peer_unreachable', `the console at ${url.origin} does not answer`, { cause });
  }
}
