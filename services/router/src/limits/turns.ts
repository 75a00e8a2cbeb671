/** Lets so many at once do something. Who comes then has to wait until one of them is done, in turn. */
export class Turns {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(most: number) {
    this.#free = most;
  }

  /** Returns what to call when it is done, as often as one likes; undefined where its turn did not come within `patienceMs`. */
  async take(patienceMs: number): Promise<(() => void) | undefined> {
    if (this.#free > 0) this.#free -= 1;
    else if (!(await this.#comes(patienceMs))) return undefined;
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      const [next] = this.#waiting;
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  #comes(patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (hasCome: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(come);
        resolve(hasCome);
      };
      const come = () => end(true);
      const timer = setTimeout(() => end(false), patienceMs);
      this.#waiting.add(come);
    });
  }
}
