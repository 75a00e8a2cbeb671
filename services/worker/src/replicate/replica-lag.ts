/** One feed to a follower: whether it was given all that is sealed here. */
export interface FeedLag {
  caughtUp(): void;
  ended(): void;
}

/**
 * How far the followers of one artifact are behind. A takeover makes again what its worker had sealed and no follower was given: so
 * the next segment waits until the last one is on its way, for a while. Who did not keep up in that time is not waited for again
 * before it has caught up.
 */
export class ReplicaLag {
  readonly #feeds = new Map<FeedLag, 'caught up' | 'behind' | 'too slow'>();
  readonly #storedBytes: () => number;
  #wake: (() => void) | undefined;
  /** When a follower last had everything, and how much that was. */
  #caughtUp = { atMs: performance.now(), bytes: 0 };

  constructor(storedBytes: () => number) {
    this.#storedBytes = storedBytes;
  }

  /** How far the followers are behind what is here, at most; undefined where there are none, or none is. */
  get behind(): { readonly ms: number; readonly bytes: number } | undefined {
    if (![...this.#feeds.values()].some((state) => state !== 'caught up')) return undefined;
    const { atMs, bytes } = this.#caughtUp;
    return { ms: performance.now() - atMs, bytes: Math.max(0, this.#storedBytes() - bytes) };
  }

  /** A feed begins: with everything before it. */
  begin(): FeedLag {
    const feed: FeedLag = {
      caughtUp: () => {
        this.#caughtUp = { atMs: performance.now(), bytes: this.#storedBytes() };
        this.#set(feed, 'caught up');
      },
      ended: () => {
        this.#feeds.delete(feed);
        this.#look();
      },
    };
    if (this.#feeds.size === 0) this.#caughtUp = { atMs: performance.now(), bytes: 0 };
    this.#feeds.set(feed, 'behind');
    return feed;
  }

  /** Something more is sealed. */
  sealed(): void {
    for (const [feed, state] of this.#feeds) if (state === 'caught up') this.#feeds.set(feed, 'behind');
  }

  /** Resolves when no follower is behind, after `timeoutMs` at most. */
  async settled(timeoutMs: number): Promise<void> {
    if (!this.#anyBehind()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    for (const [feed, state] of this.#feeds) if (state === 'behind') this.#feeds.set(feed, 'too slow');
  }

  #set(feed: FeedLag, state: 'caught up'): void {
    if (!this.#feeds.has(feed)) return;
    this.#feeds.set(feed, state);
    this.#look();
  }

  #look(): void {
    if (!this.#anyBehind()) this.#wake?.();
  }

  #anyBehind(): boolean {
    return [...this.#feeds.values()].includes('behind');
  }
}
