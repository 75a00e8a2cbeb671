import type { Qualities, Quality } from '@understudy/player';

interface Rendition extends Quality {
  readonly id: string;
}

/**
 * What can be chosen, in the form in which media-chrome looks for it on a video element (`videoRenditions` of the media-tracks proposal): an
 * array with a selected index, and events.
 */
export class VideoRenditions extends EventTarget implements ArrayLike<Rendition> {
  readonly [index: number]: Rendition;
  length = 0;
  readonly #qualities: Qualities;

  constructor(qualities: Qualities) {
    super();
    this.#qualities = qualities;
    if (qualities.list.length > 0) this.#take();
    qualities.addEventListener('offered', () => this.#take());
    qualities.addEventListener('change', () => this.dispatchEvent(new Event('change')));
  }

  get selectedIndex(): number {
    return this.#qualities.chosen;
  }

  set selectedIndex(index: number) {
    this.#qualities.choose(index);
  }

  [Symbol.iterator](): IterableIterator<Rendition> {
    return Array.prototype.values.call(this);
  }

  #take(): void {
    const { list } = this.#qualities;
    // With one there is no choice.
    if (list.length < 2) return;
    Array.prototype.splice.call(
      this,
      0,
      this.length,
      ...list.map((each, id) => ({ id: String(id), ...each })),
    );
    this.dispatchEvent(new Event('addrendition'));
  }
}
