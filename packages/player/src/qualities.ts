/** A size in which a video can be played. */
export interface Quality {
  readonly width: number;
  readonly height: number;
  /** At most, in bits per second, as the playlist says. */
  readonly bitrate: number;
}

/**
 * In which sizes a video can be played, largest first; empty until the playlist is here, and for good where the browser plays without
 * hls.js. Tells of itself by the events `offered` and `change`.
 */
export class Qualities extends EventTarget {
  #list: readonly Quality[] = [];
  #chosen = -1;
  #choose: (index: number) => void = () => {};

  get list(): readonly Quality[] {
    return this.#list;
  }

  /** Which of the list is played; -1 where the network decides. */
  get chosen(): number {
    return this.#chosen;
  }

  /** Plays another from the next segment on; -1 lets the network decide. An index of nothing is left alone. */
  choose(index: number): void {
    if (index === this.#chosen || index < -1 || index >= this.#list.length) return;
    this.#chosen = index;
    this.#choose(index);
    this.dispatchEvent(new Event('change'));
  }

  /** Called by what plays, once it knows; `choose` is how it is told. */
  offer(list: readonly Quality[], choose: (index: number) => void): void {
    this.#list = list;
    this.#choose = choose;
    this.dispatchEvent(new Event('offered'));
  }
}
