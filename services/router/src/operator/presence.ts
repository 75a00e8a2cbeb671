import { hostname } from 'node:os';
import type { RouterRecord, Routers } from '@understudy/metadata-store';

/** Nobody hangs on it but an operator's view. */
const announceEveryMs = 2_000;
const leaseMs = 10_000;

/** Keeps this router among those that the console knows, while the metadata store is there. */
export class Presence {
  readonly #store: Pick<Routers, 'announceRouter' | 'removeRouter'>;
  readonly #router: RouterRecord;
  readonly #timer: NodeJS.Timeout;
  #announcing: Promise<void>;

  /** `adminUrl`: where the console finds it. */
  constructor(store: Pick<Routers, 'announceRouter' | 'removeRouter'>, adminUrl: string) {
    this.#store = store;
    this.#router = { id: `${hostname()}-${process.pid}`, url: adminUrl, pid: process.pid };
    this.#announcing = this.#announce();
    this.#timer = setInterval(() => {
      this.#announcing = this.#announce();
    }, announceEveryMs);
    this.#timer.unref();
  }

  /** Goes, as far as the store can be told. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#announcing;
    await this.#store.removeRouter(this.#router.id).catch(ignore);
  }

  async #announce(): Promise<void> {
    await this.#store.announceRouter(this.#router, leaseMs).catch(ignore);
  }
}

/** That the store is away is told where it is opened, and the lease ends by itself. */
function ignore(): void {}
