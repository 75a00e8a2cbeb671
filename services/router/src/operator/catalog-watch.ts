import { LivenessProbe } from '@understudy/peer-protocol';

const askEveryMs = 1_000;

/** Whether the catalog answers this router, as last found: who asks for that does not wait for it. */
export class CatalogWatch {
  readonly #url: string;
  readonly #probe: LivenessProbe;
  #timer: NodeJS.Timeout | undefined;
  #isReachable = true;
  #closed = false;

  /** `url`: its base; `timeoutMs`: without an answer in this time it does not answer. */
  constructor(url: string, timeoutMs: number) {
    this.#url = url;
    this.#probe = new LivenessProbe({ timeoutMs, longestMs: timeoutMs });
    void this.#ask();
  }

  /** True until it was found otherwise. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    this.#isReachable = await this.#probe.isAlive(this.#url);
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#ask(), askEveryMs);
    this.#timer.unref();
  }
}
