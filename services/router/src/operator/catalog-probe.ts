import { LivenessProbe } from '@understudy/peer-protocol';

/** Less than the console waits for a router (`UNDERSTUDY_PEER_TIMEOUT_MS`), which must not count as silent because the catalog is. */
const timeoutMs = 500;
/** What was found stands for so long: each page of each console asks twice a second. */
const keptMs = 1_000;

/** Whether the catalog answers this router. */
export class CatalogProbe {
  readonly #url: string;
  readonly #probe = new LivenessProbe({ timeoutMs, longestMs: timeoutMs });
  #found: { readonly sinceMs: number; readonly isReachable: Promise<boolean> } | undefined;

  /** `url`: its base. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Asks it, unless it was asked just now. Never rejects. */
  isReachable(): Promise<boolean> {
    const nowMs = performance.now();
    if (this.#found === undefined || nowMs - this.#found.sinceMs > keptMs)
      this.#found = { sinceMs: nowMs, isReachable: this.#probe.isAlive(this.#url) };
    return this.#found.isReachable;
  }
}
