import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The player's side of a response: head once, bytes with back-pressure, then its end or a cut.
 *
 * The body goes straight to the socket: a `response.write` would be held back to the end of the turn, and only a write that is over
 * when it returns leaves its buffer to the next read.
 */
export class Player {
  /** Called when the player goes away before the end. */
  onLeft: (() => void) | undefined;
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  #hasLeft = false;
  #headUnsent = false;
  #chunked = false;
  #onTaken: (() => void) | undefined;
  #stallTimer: NodeJS.Timeout | undefined;

  /** A player that takes nothing for `stallMs` is cut off. */
  constructor(response: ServerResponse, stallMs: number) {
    this.#response = response;
    this.#stallMs = stallMs;
    response.once('close', () => {
      clearTimeout(this.#stallTimer);
      if (response.writableFinished) return;
      this.#hasLeft = true;
      this.onLeft?.();
    });
  }

  /** Whether the player went away before the end. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  begin(status: number, headers: Readonly<Record<string, string>>): void {
    this.#response.writeHead(status, headers);
    this.#chunked = headers['content-length'] === undefined && this.#response.req.httpVersion !== '1.0';
    this.#headUnsent = true;
    // With the first bytes where they are here already; a player sees at once that it comes, even if they take their time.
    process.nextTick(() => this.#sendHead());
  }

  /**
   * Gives the player bytes. True: it has them. False: they must stay as they are, and nothing more be written, until `taken` is
   * called; it is not when the player leaves.
   */
  write(bytes: Buffer, taken: () => void): boolean {
    const { socket } = this.#response;
    // Behind another response of a pipeline: node keeps it until then.
    if (socket === null) {
      this.#onTaken = taken;
      this.#headUnsent = false;
      this.#response.write(Buffer.from(bytes), this.#onWritten);
    } else {
      this.#writeTo(socket, bytes);
      if (socket.writableLength === 0) return true;
      this.#onTaken = taken;
    }
    this.#stallTimer = setTimeout(() => this.#response.destroy(), this.#stallMs);
    return false;
  }

  #writeTo(socket: Socket, bytes: Buffer): void {
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
    clearTimeout(this.#stallTimer);
    if (!this.#response.destroyed) taken();
  };

  end(): void {
    this.#headUnsent = false;
    this.#response.end();
  }

  /** Ends the connection so that the player can tell: a body without a length that merely closes would look complete. */
  cut(): void {
    const { socket } = this.#response;
    if (this.#response.req.httpVersion === '1.0' && socket !== null && 'resetAndDestroy' in socket)
      socket.resetAndDestroy();
    else this.#response.destroy();
  }

  #sendHead(): void {
    if (!this.#headUnsent) return;
    this.#headUnsent = false;
    this.#response.flushHeaders();
  }
}
