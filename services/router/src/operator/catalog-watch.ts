import { LivenessProbe, type ProbeLimits } from '@understudy/peer-protocol';

const askEveryMs = 1_000;

/** Whether the catalog answers this router, as last found: who asks for that does not wait for it. */
export class CatalogWatch {
  readonly #url: string;
  readonly #probe: LivenessProbe;
  #timer: NodeJS.Timeout | undefined;
  #isReachable = true;
  #closed = false;

  readonly #onChange: (isReachable: boolean) => void;

  /** `url`: its base. One that was slow is waited for longer, as long as its requests are at most. */
  constructor(url: string, limits: ProbeLimits, onChange: (isReachable: boolean) => void) {
    this.#url = url;
    this.#probe = new LivenessProbe(limits);
    this.#onChange = onChange;
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
    const isReachable = await this.#probe.isAlive(this.#url);
    if (this.#closed) return;
    if (isReachable !== this.#isReachable) this.#onChange(isReachable);
    this.#isReachable = isReachable;
    this.#timer = setTimeout(() => void this.#ask(), askEveryMs);
    this.#timer.unref();
  }
}
