import { UnderstudyError } from '@understudy/errors';
import { type PeerTrust, signRequest } from '@understudy/peer-protocol';
import { type Address, type AnswerHandler, Connection } from './connection.js';

export interface UpstreamRequest {
  readonly method: 'GET' | 'HEAD';
  /** Base URL of the worker. */
  readonly url: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
}

/** A request that was sent. */
export interface UpstreamExchange {
  /** See `AnswerHandler.onBytes`. */
  resume(): void;
  /** Ends it; the handler hears nothing more. */
  destroy(): void;
}

/** Below the 72 s after which a worker closes an idle connection, so that no request goes into a closing one. */
const idleMs = 30_000;
/** Of one worker; one more is closed instead of kept. */
const maxIdle = 256;

interface Origin {
  readonly address: Address;
  /** As `Host` has it. */
  readonly authority: string;
  readonly connections: Set<Connection>;
  /** The one used last is used next. */
  readonly idle: { readonly connection: Connection; readonly sinceMs: number }[];
}

const unsafeValue = /[^\t -~\x80-\xff]/;

/** Sends the router's signed requests to workers, over connections that are kept. */
export class UpstreamClient {
  readonly #secret: Uint8Array;
  readonly #trust: PeerTrust | undefined;
  /** By base URL; those with a connection. */
  readonly #origins = new Map<string, Origin>();
  readonly #sweep: NodeJS.Timeout;

  /** `trust` is for workers with an `https:` address. */
  constructor(secret: Uint8Array, trust?: PeerTrust) {
    this.#secret = secret;
    this.#trust = trust;
    this.#sweep = setInterval(() => this.#closeIdle(performance.now() - idleMs), idleMs / 3);
    this.#sweep.unref();
  }

  /**
   * The handler hears of the answer, or that there is none; never before this returns. Nothing is asked twice, except over a kept
   * connection that was closed before a byte of an answer came.
   */
  send(asked: UpstreamRequest, handler: AnswerHandler): UpstreamExchange {
    const origin = this.#originOf(asked.url);
    const text = this.#headOf(asked, origin.authority);
    const kept = origin.idle.pop()?.connection;
    let connection = kept ?? this.#open(origin);
    connection.send(
      asked.method,
      text,
      handler,
      kept &&
        (() => {
          // It may have been closed just now, before it read the request: a new one tells.
          connection = this.#open(origin);
          connection.send(asked.method, text, handler);
        }),
    );
    return { resume: () => connection.resume(), destroy: () => connection.destroy() };
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const { connections } of this.#origins.values())
      for (const connection of connections) connection.destroy();
  }

  #headOf({ method, path, headers }: UpstreamRequest, host: string): string {
    let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
    for (let at = 0; at < headers.length; at += 2) {
      const value = headers[at + 1] as string;
      // The parser of the player's request lets no line feed through; a request of ours must not depend on it.
      if (unsafeValue.test(value))
        throw new UnderstudyError('bad_request', `${headers[at]} cannot be passed on`);
      text += `${headers[at]}: ${value}\r\n`;
    }
    const signed = signRequest(this.#secret, { method, path }, Date.now());
    for (const name in signed) text += `${name}: ${signed[name]}\r\n`;
    return `${text}\r\n`;
  }

  #originOf(url: string): Origin {
    const known = this.#origins.get(url);
    if (known !== undefined) return known;
    const { protocol, host, hostname, port } = new URL(url);
    const overTls = protocol === 'https:';
    const origin: Origin = {
      address: {
        url,
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port || (overTls ? 443 : 80)),
        overTls,
      },
      authority: host,
      connections: new Set(),
      idle: [],
    };
    this.#origins.set(url, origin);
    return origin;
  }

  #open(origin: Origin): Connection {
    const connection = new Connection(origin.address, this.#trust);
    origin.connections.add(connection);
    this.#origins.set(origin.address.url, origin);
    connection.onIdle = () => {
      if (origin.idle.length >= maxIdle) return connection.destroy();
      origin.idle.push({ connection, sinceMs: performance.now() });
      connection.unref();
    };
    connection.onClosed = () => {
      origin.connections.delete(connection);
      const index = origin.idle.findIndex((idle) => idle.connection === connection);
      if (index >= 0) origin.idle.splice(index, 1);
      if (origin.connections.size === 0) this.#origins.delete(origin.address.url);
    };
    return connection;
  }

  #closeIdle(beforeMs: number): void {
    for (const { idle } of [...this.#origins.values()]) {
      for (const { connection, sinceMs } of [...idle]) if (sinceMs < beforeMs) connection.destroy();
    }
  }
}
