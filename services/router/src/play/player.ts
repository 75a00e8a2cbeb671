import type { ServerResponse } from 'node:http';

/** The player's side of a response: head once, bytes with back-pressure, then its end or a cut. */
export class Player {
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  readonly #left = new AbortController();

  /** A player that takes nothing for `stallMs` is cut off. */
  constructor(response: ServerResponse, stallMs: number) {
    this.#response = response;
    this.#stallMs = stallMs;
    response.once('close', () => {
      if (!response.writableFinished) this.#left.abort(new Error('the player left'));
    });
  }

  /** Aborts when the player goes away before the end. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  begin(status: number, headers: Readonly<Record<string, string>>): void {
    this.#response.writeHead(status, headers);
    // A player sees at once that it comes, even if the first bytes take their time.
    this.#response.flushHeaders();
  }

  /** False when the player should be waited for: see `onceDrained`. */
  write(bytes: Uint8Array): boolean {
    return this.#response.write(bytes);
  }

  onceDrained(drained: () => void): void {
    const timer = setTimeout(() => this.#response.destroy(), this.#stallMs);
    const settle = () => {
      clearTimeout(timer);
      this.#response.off('drain', settle);
      this.#response.off('close', settle);
      if (!this.#response.destroyed) drained();
    };
    this.#response.once('drain', settle);
    this.#response.once('close', settle);
  }

  end(): void {
    this.#response.end();
  }

  /** Ends the connection so that the player can tell: a body without a length that merely closes would look complete. */
  cut(): void {
    const { socket } = this.#response;
    if (this.#response.req.httpVersion === '1.0' && socket !== null && 'resetAndDestroy' in socket)
      socket.resetAndDestroy();
    else this.#response.destroy();
  }
}
