/**
 * Whether peers live. Those who ask at the same time share a probe, and who was found dead a moment ago is not asked again: the
 * feed that finds its worker dead, and the takeover that follows, would each wait for one while a player waits for both.
 */
export class Liveness {
  readonly #probe: (url: string) => Promise<boolean>;
  readonly #rememberMs: number;
  readonly #deadAtMs = new Map<string, number>();
  readonly #probes = new Map<string, Promise<boolean>>();

  /** `probe` must have a deadline of its own and never reject. */
  constructor(probe: (url: string) => Promise<boolean>, rememberMs: number) {
    this.#probe = probe;
    this.#rememberMs = rememberMs;
  }

  async isAlive(url: string): Promise<boolean> {
    const deadAtMs = this.#deadAtMs.get(url);
    if (deadAtMs !== undefined && performance.now() - deadAtMs < this.#rememberMs) return false;
    const probe = this.#probes.get(url) ?? this.#probe(url).finally(() => this.#probes.delete(url));
    this.#probes.set(url, probe);
    const alive = await probe;
    if (alive) this.#deadAtMs.delete(url);
    else this.#deadAtMs.set(url, performance.now());
    return alive;
  }

  /** Forgets who is no member any more. */
  retain(isMemberUrl: (url: string) => boolean): void {
    for (const url of this.#deadAtMs.keys()) if (!isMemberUrl(url)) this.#deadAtMs.delete(url);
  }
}
