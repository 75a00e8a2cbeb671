import type { MembershipWatch } from './membership.js';

/** The watches of a store that are not closed: they end with it. */
export class OpenWatches {
  readonly #watches = new Set<MembershipWatch>();

  get size(): number {
    return this.#watches.size;
  }

  /** The watch as its user gets it: closed, it is forgotten here too. */
  keep(watch: MembershipWatch): MembershipWatch {
    this.#watches.add(watch);
    const close = watch.close.bind(watch);
    watch.close = () => {
      this.#watches.delete(watch);
      close();
    };
    return watch;
  }

  closeAll(): void {
    for (const watch of this.#watches) watch.close();
  }
}
