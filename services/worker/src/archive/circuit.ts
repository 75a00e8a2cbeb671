/**
 * Remembers that something is away, so that not every request waits for it again: after a failure nobody asks for `retryMs`,
 * then one does, and the others go on without until it has an answer.
 */
export class Circuit {
  readonly #retryMs: number;
  readonly #now: () => number;
  #closedUntilMs = 0;
  #away = false;

  constructor(retryMs: number, now: () => number = () => performance.now()) {
    this.#retryMs = retryMs;
    this.#now = now;
  }

  /** Whether the caller may ask. Who may has to tell how it went. */
  admit(): boolean {
    if (!this.#away) return true;
    if (this.#now() < this.#closedUntilMs) return false;
    this.#closedUntilMs = this.#now() + this.#retryMs;
    return true;
  }

  succeeded(): void {
    this.#away = false;
  }

  failed(): void {
    this.#away = true;
    this.#closedUntilMs = this.#now() + this.#retryMs;
  }
}
