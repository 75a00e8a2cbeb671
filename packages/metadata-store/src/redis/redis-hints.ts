import type { RedisClients } from './redis-clients.js';

/** A lost subscription is made again after this time; meanwhile polling finds what it would have told. */
const reconnectAfterMs = 500;

/** The subscription to a channel, made when the first listener comes. Only hints: what is missed is found by polling. */
export class RedisHints {
  readonly #newClient: () => ReturnType<RedisClients['subscriber']>;
  readonly #channel: string;
  readonly #listeners = new Set<() => void>();
  #client: ReturnType<RedisClients['subscriber']> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `newClient` may give a client of another server each time. */
  constructor(newClient: () => ReturnType<RedisClients['subscriber']>, channel: string) {
    this.#newClient = newClient;
    this.#channel = channel;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#client ??= this.#connect();
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    clearTimeout(this.#timer);
    this.#client?.disconnect();
  }

  #connect() {
    const client = this.#newClient();
    // The connection for commands reports what is wrong with Redis. A user without a right to the channel has to poll.
    client.on('error', () => {});
    client.on('ready', () => {
      // What was published before the subscription stood is caught up with.
      client.subscribe(this.#channel).then(
        () => this.#tell(),
        () => {},
      );
    });
    client.on('message', () => this.#tell());
    client.on('end', () => {
      if (this.#closed) return;
      this.#timer = setTimeout(() => {
        this.#client = this.#connect();
      }, reconnectAfterMs);
    });
    client.connect().catch(() => {});
    return client;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
