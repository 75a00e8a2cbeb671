import type { RedisClients } from './redis-clients.js';

/** The subscription to a channel, made when the first listener comes. Only hints: what is missed is found by polling. */
export class RedisHints {
  readonly #clients: RedisClients;
  readonly #channel: string;
  readonly #listeners = new Set<() => void>();
  #client: ReturnType<RedisClients['subscriber']> | undefined;

  constructor(clients: RedisClients, channel: string) {
    this.#clients = clients;
    this.#channel = channel;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#client ??= this.#connect();
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#client?.disconnect();
  }

  #connect() {
    const client = this.#clients.subscriber();
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
    client.connect().catch(() => {});
    return client;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
