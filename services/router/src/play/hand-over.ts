import type { Upstream } from './upstream.js';

/** Each moved response is a request to another worker: a thousand in one moment would be late together. */
const movedAtOnce = 16;
const betweenMs = 10;

/**
 * The responses that come from each worker now, so that they can be moved when it drains: though nothing failed, each goes on from
 * another worker at its next byte.
 */
export class HandOver {
  readonly #open = new Map<string, Set<() => void>>();
  #draining = new Set<string>();
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
   * These workers drain now. What comes from one that did not drain before is moved, some responses at a time; what has gone back to
   * one because no other could go on stays there.
   */
  drain(upstreams: readonly Upstream[]): void {
    const before = this.#draining;
    this.#draining = new Set(upstreams.map(({ url }) => url));
    const fresh = [...this.#draining].filter((url) => !before.has(url));
    const leaves = fresh.flatMap((url) => [...(this.#open.get(url) ?? [])].map((leave) => ({ url, leave })));
    if (leaves.length > 0) this.#move(leaves);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#draining.clear();
  }

  #move(leaves: readonly { readonly url: string; readonly leave: () => void }[]): void {
    for (const { url, leave } of leaves.slice(0, movedAtOnce)) {
      // It may have ended meanwhile, or the worker may be active again.
      if (this.#draining.has(url) && this.#open.get(url)?.has(leave) === true) leave();
    }
    const rest = leaves.slice(movedAtOnce);
    if (rest.length > 0) this.#timer = setTimeout(() => this.#move(rest), betweenMs);
  }
}
