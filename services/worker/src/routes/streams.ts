/** The responses that are open now. */
export class Streams {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Returns what to call when the response ends. */
  open(): () => void {
    this.#count += 1;
    return () => {
      this.#count -= 1;
    };
  }
}
