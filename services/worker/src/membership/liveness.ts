/** What tells whether a worker answers; has deadlines of its own and never rejects. */
export interface Probe {
  isAlive(url: string, hurry: boolean): Promise<boolean>;
  retain(isMemberUrl: (url: string) => boolean): void;
}

export interface LivenessOptions {
  readonly probe: Probe;
  readonly rememberMs: number;
  /**
   * Whether anything could be done for a dead worker at once. While all generators here are busy, what is taken over would wait for
   * one: it may as well wait for the worker that makes it, which may be as busy.
   */
  readonly mayHurry: () => boolean;
}

/**
 * Whether peers live. Those who ask at the same time share a probe, and who was found dead a moment ago is not asked again: the
 * feed that finds its worker dead, and the takeover that follows, would each wait for one while a player waits for both.
 * Who is late with a probe but feeds others is busy: taking over from it would make it busier.
 */
export class Liveness {
  readonly #options: LivenessOptions;
  readonly #found = new Map<string, { readonly deadAtMs: number; readonly hurry: boolean }>();
  readonly #probes = new Map<string, { readonly alive: Promise<boolean>; readonly hurry: boolean }>();
  /** When something last came from each worker, on the clock of `performance.now()`. */
  readonly #heardAtMs = new Map<string, number>();

  constructor(options: LivenessOptions) {
    this.#options = options;
  }

  /** Something came from the worker at `url`. */
  heard(url: string): void {
    this.#heardAtMs.set(url, performance.now());
  }

  /** Never rejects. */
  async isAlive(url: string): Promise<boolean> {
    const hurry = this.#options.mayHurry();
    if (this.#wasDead(url, hurry)) return false;
    const running = this.#probes.get(url);
    // What was found in haste is no answer for who has time.
    if (running !== undefined && (hurry || !running.hurry)) return running.alive;
    const alive = this.#ask(url, hurry);
    const probe = { alive, hurry };
    this.#probes.set(url, probe);
    void alive.then(() => this.#probes.get(url) === probe && this.#probes.delete(url));
    return alive;
  }

  /** Forgets who is no member any more. */
  retain(isMemberUrl: (url: string) => boolean): void {
    this.#options.probe.retain(isMemberUrl);
    for (const known of [this.#found, this.#heardAtMs])
      for (const url of known.keys()) if (!isMemberUrl(url)) known.delete(url);
  }

  async #ask(url: string, hurry: boolean): Promise<boolean> {
    const askedAtMs = performance.now();
    const alive = (await this.#options.probe.isAlive(url, hurry)) || this.#heardSince(url, askedAtMs);
    if (alive) this.#found.delete(url);
    else this.#found.set(url, { deadAtMs: performance.now(), hurry });
    return alive;
  }

  #wasDead(url: string, hurry: boolean): boolean {
    const found = this.#found.get(url);
    if (found === undefined || (found.hurry && !hurry)) return false;
    const isRecent = performance.now() - found.deadAtMs < this.#options.rememberMs;
    return isRecent && !this.#heardSince(url, found.deadAtMs);
  }

  #heardSince(url: string, sinceMs: number): boolean {
    return (this.#heardAtMs.get(url) ?? Number.NEGATIVE_INFINITY) > sinceMs;
  }
}
