import type { RouterRecord, Routers } from '@understudy/metadata-store';

/** The routers as last known: while the metadata store is away, those stand. */
export class KnownRouters {
  readonly #store: Pick<Routers, 'readRouters'>;
  #known: readonly RouterRecord[] = [];

  constructor(store: Pick<Routers, 'readRouters'>) {
    this.#store = store;
  }

  async read(): Promise<readonly RouterRecord[]> {
    try {
      this.#known = await this.#store.readRouters();
    } catch {
      // That it is away is told where it is opened.
    }
    return this.#known;
  }
}
