import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { RouterRecord, Routers } from '@understudy/metadata-store';
import { advertisedUrl } from '@understudy/service-kit';
import type { RouterConfig } from '../config.js';

/** Nobody hangs on it but an operator's view. */
const announceEveryMs = 2_000;
const leaseMs = 10_000;

/**
 * Has the console find this router at its admin server. Where that listens on every address and it is not known which of several the
 * console can reach, nobody finds it, which is told once: players do without.
 */
export function announce(
  store: Pick<Routers, 'announceRouter' | 'removeRouter'>,
  { advertisedUrl: configured, adminHost: host }: Pick<RouterConfig, 'advertisedUrl' | 'adminHost'>,
  listeningUrl: string,
  events: { hidden(error: unknown): void },
): Presence | undefined {
  try {
    return new Presence(store, advertisedUrl({ advertisedUrl: configured, host }, listeningUrl));
  } catch (error) {
    events.hidden(error);
    return undefined;
  }
}

/** Keeps this router among those that the console knows, while the metadata store is there. */
export class Presence {
  /** Where the console finds the router. */
  readonly url: string;
  readonly #store: Pick<Routers, 'announceRouter' | 'removeRouter'>;
  readonly #router: RouterRecord;
  readonly #timer: NodeJS.Timeout;
  #announcing: Promise<void>;

  /** `adminUrl`: where the console finds it. */
  constructor(store: Pick<Routers, 'announceRouter' | 'removeRouter'>, adminUrl: string) {
    this.#store = store;
    this.url = adminUrl;
    // In containers the first process is the only one, on several hosts of one name too.
    const id = `${hostname()}-${randomUUID().slice(0, 8)}`;
    this.#router = { id, url: adminUrl, pid: process.pid };
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
