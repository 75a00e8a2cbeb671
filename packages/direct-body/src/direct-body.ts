import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ResponseBody } from './response-body.js';

/**
 * The body of an HTTP/1 response, with its head in front of it and back-pressure.
 *
 * It goes straight to the socket: a `response.write` would be held back to the end of the turn, and only a write that is over when it
 * returns leaves its buffer to the next read. Head and end stay node's.
 */
export class DirectBody implements ResponseBody {
  readonly #response: ServerResponse;
  readonly #chunked: boolean;
  #headUnsent = true;
  #onTaken: (() => void) | undefined;

  /** `hasLength`: whether the head has a Content-Length; without, the body goes in chunks (RFC 9112 section 7.1). */
  constructor(response: ServerResponse, hasLength: boolean) {
    this.#response = response;
    this.#chunked = !hasLength && response.req.httpVersion !== '1.0';
    // With the first bytes where they are here already; a client sees at once that it comes, even if they take their time.
    process.nextTick(() => this.#sendHead());
  }

  get waitsForTurn(): boolean {
    return this.#response.socket === null;
  }

  write(bytes: Uint8Array, taken: () => void): boolean {
    const { socket } = this.#response;
    if (socket !== null) {
      this.#writeTo(socket, bytes);
      if (socket.writableLength === 0) return true;
      this.#onTaken = taken;
      return false;
    }
    // Behind another response of a pipeline: node keeps it until then.
    this.#onTaken = taken;
    this.#headUnsent = false;
    this.#response.write(Buffer.from(bytes), this.#onWritten);
    return false;
  }

  end(): boolean {
    this.#headUnsent = false;
    const { socket } = this.#response;
    this.#response.end();
    return socket !== null && socket.writableLength === 0;
  }

  /** An HTTP/1.0 body that merely closes would look complete. */
  cut(): void {
    const { socket, req } = this.#response;
    const connection = socket !== null && req.httpVersion === '1.0' ? connectionOf(socket) : undefined;
    connection?.resetAndDestroy();
    this.#response.destroy();
  }

  #writeTo(socket: Socket, bytes: Uint8Array): void {
    const inParts = this.#headUnsent || this.#chunked;
    // One system call for the parts.
    if (inParts) socket.cork();
    this.#sendHead();
    if (this.#chunked) socket.write(`${bytes.length.toString(16)}\r\n`, 'latin1');
    socket.write(bytes, this.#onWritten);
    if (this.#chunked) socket.write('\r\n', 'latin1', this.#onWritten);
    if (inParts) socket.uncork();
  }

  /** Called for each write, also for those that were over at once. */
  readonly #onWritten = (): void => {
    const taken = this.#onTaken;
    if (taken === undefined || (this.#response.socket?.writableLength ?? 0) > 0) return;
    this.#onTaken = undefined;
    if (!this.#response.destroyed) taken();
  };

  #sendHead(): void {
    if (!this.#headUnsent) return;
    this.#headUnsent = false;
    if (!this.#response.destroyed) this.#response.flushHeaders();
  }
}

/**
 * The TCP connection below a socket, which can be reset: the end of one without a `close_notify` is taken by curl for the end of the body, over TLS
 * too. There is no public way from a `TLSSocket` to it; undefined where a later node has none at all.
 */
function connectionOf(socket: Socket | TLSSocket): Socket | undefined {
  return 'encrypted' in socket ? (socket as { readonly _parent?: Socket })._parent : socket;
}
