/** So many at once keep a disk busy; each has an open file. */
const most = 4;

/**
 * Seals that are being made durable while the next bytes are taken: what has come of the others must not be lost with the
 * connection because a disk is slow, nor may a player wait for it.
 */
export class PendingSeals {
  readonly #pending = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  /** Takes one more; waits while there are too many. Throws what one of those before has thrown. */
  async add(seal: Promise<void>): Promise<void> {
    const noted: Promise<void> = seal
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#pending.delete(noted));
    this.#pending.add(noted);
    while (this.#pending.size >= most) await Promise.race(this.#pending);
    this.#throwFailure();
  }

  /** Resolves when none is left, whether they went well or not. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Resolves when all are done. Throws what the first that failed has thrown. */
  async done(): Promise<void> {
    await this.settled();
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
