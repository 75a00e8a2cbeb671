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
  #isWaitedFor = false;
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

  /** Whether it has not taken yet what it was given: not while it takes another response of its pipeline first. */
  get isBlocked(): boolean {
    return this.#isWaitedFor && this.#body?.waitsForTurn === false;
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
      this.#isWaitedFor = false;
      taken();
    });
    if (!has) this.#cutUnlessTaken();
    return has;
  }

  end(): void {
    if (!this.#begun.end()) this.#cutUnlessTaken();
  }

  /** Ends the response so that the player can tell. */
  cut(): void {
    if (this.#body === undefined) this.#response.destroy();
    else this.#body.cut();
  }

  /** A player that takes nothing is cut off; one that takes another response of its pipeline first takes something. */
  #cutUnlessTaken(): void {
    this.#isWaitedFor = true;
    this.#stallTimer = setTimeout(() => {
      if (this.#begun.waitsForTurn) this.#cutUnlessTaken();
      else this.cut();
    }, this.#stallMs);
  }

  get #begun(): ResponseBody {
    return this.#body as ResponseBody;
  }
}
