import type { Upstream } from './upstream.js';

/** Each moved response is a request to another worker, which sends it as much as there is room for: many in one moment would be late together. */
const betweenMs = 4;

/**
 * The responses that come from each worker now, so that they can be moved when it drains: though nothing failed, each goes on from
 * another worker at its next byte. One after the other: 250 in a second.
 */
export class HandOver {
  readonly #open = new Map<string, Set<() => void>>();
  #draining = new Set<string>();
  #toMove: { readonly url: string; readonly leave: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** A response begins to come from `upstream`; `leave` moves it. Returns what to call when it does so no more. */
  opened({ url }: Upstream, leave: () => void): () => void {
    const leaves = this.#open.get(url) ?? new Set();
    this.#open.set(url, leaves);
    leaves.add(leave);
    return () => {
      leaves.delete(leave);
      if (leaves.size === 0 && this.#open.get(url) === leaves) this.#open.delete(url);
    };
  }

  /**
   * These workers drain now. What comes from one that did not drain before is moved; what has gone back to one because no other could
   * go on stays there.
   */
  drain(upstreams: readonly Upstream[]): void {
    const before = this.#draining;
    this.#draining = new Set(upstreams.map(({ url }) => url));
    const fresh = [...this.#draining].filter((url) => !before.has(url));
    for (const url of fresh)
      this.#toMove.push(...[...(this.#open.get(url) ?? [])].map((leave) => ({ url, leave })));
    this.#timer ??= setTimeout(() => this.#move(), betweenMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#toMove = [];
  }

  /** Moves the next one that has not ended meanwhile, whose worker is not active again. */
  #move(): void {
    this.#timer = undefined;
    for (let next = this.#toMove.shift(); next !== undefined; next = this.#toMove.shift()) {
      if (!this.#draining.has(next.url) || this.#open.get(next.url)?.has(next.leave) !== true) continue;
      this.#timer = setTimeout(() => this.#move(), betweenMs);
      next.leave();
      return;
    }
  }
}
