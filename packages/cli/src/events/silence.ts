/** The console says something every 15 s. */
const silenceMs = 45_000;

/** Gives up an answer that says nothing for too long, or when the caller stops. */
export class Silence {
  readonly #over = new AbortController();
  readonly #stop: AbortSignal;
  readonly #abort = () => this.#over.abort();
  #timer: NodeJS.Timeout;

  constructor(stop: AbortSignal) {
    this.#stop = stop;
    this.#timer = setTimeout(this.#abort, silenceMs);
    stop.addEventListener('abort', this.#abort);
    if (stop.aborted) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Passes everything on; what passes ends the silence. */
  watching(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (bytes, controller) => {
        this.#timer.refresh();
        controller.enqueue(bytes);
      },
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop.removeEventListener('abort', this.#abort);
  }
}
