import { Agent, type IncomingMessage, request } from 'node:http';
import { request as requestOverTls, Agent as TlsAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { UnderstudyError } from '@understudy/errors';
import { type PeerTrust, tlsOptions } from './peer-trust.js';
import { signRequest } from './signature.js';

export interface PeerRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Base URL of the worker. */
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** In place of `json`. */
  readonly bytes?: Uint8Array;
  /** Until the head of the answer, of a worker that is no slower than usual. The body has no deadline of its own: whoever reads it watches it. */
  readonly headTimeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface PeerClient {
  /**
   * Sends one signed request; resolves with the head, whatever its status, the body still to be read or destroyed.
   * Nothing is tried twice. An abort rejects with the signal's reason, and destroys an answer that is under way.
   * @throws UnderstudyError `peer_unreachable` where there is no answer in time.
   */
  send(request: PeerRequest): Promise<IncomingMessage>;
  /**
   * Sends a request and reads the JSON answer.
   * @throws UnderstudyError `peer_unreachable`; `peer_protocol` for another status than 2xx or an answer that is no JSON.
   */
  json<T>(request: PeerRequest): Promise<T>;
  close(): void;
}

/** A peer answered with another status than 2xx. */
class OtherStatus extends UnderstudyError {
  readonly status: number;

  constructor(asked: PeerRequest, status: number, text: string) {
    super('peer_protocol', `${asked.method} ${asked.path} was answered ${status}: ${text.slice(0, 200)}`);
    this.status = status;
  }
}

/** Whether `error`, of `PeerClient.json`, is that the peer answered with this status. */
export function wasAnswered(error: unknown, status: number): boolean {
  return error instanceof OtherStatus && error.status === status;
}

/** More than any JSON answer of a worker. */
const maxJsonBytes = 1024 * 1024;

export interface PeerClientOptions {
  /** How many times as slow as usual a worker is: it has so many times as long for each answer. */
  readonly slowness?: (url: string) => number;
  /** For `https:` addresses; without it such a peer is unreachable. */
  readonly trust?: PeerTrust | undefined;
}

/**
 * A client of workers that signs with `secret`. Connections are kept alive and never shared by two answers at once.
 */
export function createPeerClient(
  secret: Uint8Array,
  { slowness = () => 1, trust }: PeerClientOptions = {},
): PeerClient {
  // An idle connection is closed before the server closes it (72 s), so that no request goes into a closing one.
  const kept = { keepAlive: true, keepAliveMsecs: 30_000, timeout: 30_000, scheduling: 'lifo' } as const;
  const agent = new Agent(kept);
  // A certificate is looked at for each connection, which a resumed session would not do.
  const tlsAgent = new TlsAgent({ ...kept, maxCachedSessions: 0 });

  function send(asked: PeerRequest): Promise<IncomingMessage> {
    const { method, url, path, signal } = asked;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const body = asked.json === undefined ? asked.bytes : Buffer.from(JSON.stringify(asked.json));
      const type = asked.json === undefined ? 'application/octet-stream' : 'application/json';
      // Takes the brackets from an IPv6 address, which would be looked up as a name with them.
      const address = new URL(url);
      const { hostname, port } = urlToHttpOptions(address);
      const { host } = address;
      const signed =
        method === 'GET' || method === 'HEAD'
          ? { method, path }
          : { method, path, host, ...(body !== undefined && { body }) };
      const options = {
        method,
        hostname,
        port,
        path,
        headers: {
          ...asked.headers,
          host,
          ...(body !== undefined && { 'content-type': type, 'content-length': body.length }),
          ...signRequest(secret, signed, Date.now()),
        },
      };
      const outgoing =
        address.protocol === 'https:'
          ? requestOverTls({ ...options, ...tlsOptions(trust, hostname), agent: tlsAgent })
          : request({ ...options, agent });
      const abort = () => outgoing.destroy();
      const timer = setTimeout(abort, asked.headTimeoutMs * slowness(url));
      signal?.addEventListener('abort', abort, { once: true });
      const settled = () => {
        clearTimeout(timer);
      };
      outgoing.once('response', (answer) => {
        settled();
        answer.once('close', () => signal?.removeEventListener('abort', abort));
        resolve(answer);
      });
      outgoing.once('close', () => {
        settled();
        signal?.removeEventListener('abort', abort);
        // After a response this changes nothing: the promise is settled.
        reject(signal?.aborted === true ? signal.reason : unreachable(asked, 'closed without an answer'));
      });
      outgoing.on('error', (cause) => {
        settled();
        if (address.protocol === 'https:') trust?.failed(url, cause);
        reject(signal?.aborted === true ? signal.reason : unreachable(asked, 'failed', cause));
      });
      outgoing.end(body);
    });
  }

  async function json<T>(asked: PeerRequest): Promise<T> {
    const answer = await send(asked);
    // The body of a small answer comes with its head; a worker stopped between the two must not hold us.
    const timer = setTimeout(() => answer.destroy(), asked.headTimeoutMs * slowness(asked.url));
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > maxJsonBytes)
          throw new UnderstudyError('peer_protocol', `${asked.path}: more than ${maxJsonBytes} bytes`);
        chunks.push(chunk);
      }
    } catch (cause) {
      throw cause instanceof UnderstudyError ? cause : unreachable(asked, 'was cut', cause);
    } finally {
      clearTimeout(timer);
    }
    const text = Buffer.concat(chunks).toString();
    const status = answer.statusCode ?? 0;
    if (status < 200 || status > 299) throw new OtherStatus(asked, status, text);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new UnderstudyError('peer_protocol', `${asked.method} ${asked.path}: the answer is no JSON`, {
        cause,
      });
    }
  }

  return {
    send,
    json,
    close() {
      agent.destroy();
      tlsAgent.destroy();
    },
  };
}

function unreachable({ method, url, path }: PeerRequest, what: string, cause?: unknown): UnderstudyError {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new UnderstudyError('peer_unreachable', `${method} ${url}${path} ${what}${why}`, { cause });
}
