import type { ServerResponse } from 'node:http';
import { openBody, type ResponseBody, whenOver } from '@understudy/direct-body';

/** The player's side of a response: head once, bytes with back-pressure, then its end or a cut. */
export class Player {
  /** Called when the player goes away before the end. */
  onLeft: (() => void) | undefined;
  /** Resolves when the whole response is on its way, or the player has left or was cut off. */
  readonly over: Promise<void>;
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  #body: ResponseBody | undefined;
  #hasLeft = false;
  #stallTimer: NodeJS.Timeout | undefined;

  /** A player that takes nothing for `stallMs` is cut off. */
  constructor(response: ServerResponse, stallMs: number) {
    this.#response = response;
    this.#stallMs = stallMs;
    this.over = new Promise((resolve) => {
      whenOver(response, (whole) => {
        clearTimeout(this.#stallTimer);
        resolve();
        if (whole) return;
        this.#hasLeft = true;
        this.onLeft?.();
      });
    });
  }

  /** Whether the player went away before the end. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** `headers` are names and values in turn. */
  begin(status: number, headers: string[], hasLength: boolean): void {
    this.#response.writeHead(status, headers);
    this.#body = openBody(this.#response, hasLength);
  }

  /** As `ResponseBody.write`; after `begin`. */
  write(bytes: Buffer, taken: () => void): boolean {
    const has = this.#begun.write(bytes, () => {
      clearTimeout(this.#stallTimer);
      taken();
    });
    if (!has) this.#stallTimer = setTimeout(() => this.cut(), this.#stallMs);
    return has;
  }

  end(): void {
    this.#begun.end();
    this.#stallTimer = setTimeout(() => this.cut(), this.#stallMs);
  }

  /** Ends the response so that the player can tell; after `begin`. */
  cut(): void {
    this.#begun.cut();
  }

  get #begun(): ResponseBody {
    return this.#body as ResponseBody;
  }
}
