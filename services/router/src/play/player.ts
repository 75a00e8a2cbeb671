import type { ServerResponse } from 'node:http';
import { DirectBody } from '@understudy/direct-body';

/** The player's side of a response: head once, bytes with back-pressure, then its end or a cut. */
export class Player {
  /** Called when the player goes away before the end. */
  onLeft: (() => void) | undefined;
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  #body: DirectBody | undefined;
  #hasLeft = false;
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

  /** `headers` are names and values in turn. */
  begin(status: number, headers: string[], hasLength: boolean): void {
    this.#response.writeHead(status, headers);
    this.#body = new DirectBody(this.#response, hasLength);
  }

  /** As `DirectBody.write`; after `begin`. */
  write(bytes: Buffer, taken: () => void): boolean {
    const has = (this.#body as DirectBody).write(bytes, () => {
      clearTimeout(this.#stallTimer);
      taken();
    });
    if (!has) this.#stallTimer = setTimeout(() => this.#response.destroy(), this.#stallMs);
    return has;
  }

  end(): void {
    (this.#body as DirectBody).end();
  }

  /** Ends the connection so that the player can tell: a body without a length that merely closes would look complete. */
  cut(): void {
    const { socket } = this.#response;
    if (this.#response.req.httpVersion === '1.0' && socket !== null && 'resetAndDestroy' in socket)
      socket.resetAndDestroy();
    else this.#response.destroy();
  }
}
