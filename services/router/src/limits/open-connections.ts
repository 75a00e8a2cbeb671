/** A connection of a client. */
export interface OpenConnection {
  /** Of its other end, as `subscriberOf` gives it. */
  readonly address: string;
  /** A trusted proxy's, which counts for nobody in particular. */
  readonly isProxy: boolean;
  /** Requests over it that are being answered. */
  answering: number;
  /** When the last answer over it ended, or it was opened. */
  idleSinceMs: number;
  close(): void;
}

/** What is made room for at once, when there is none: a flood then looks through the connections seldom. */
const roomShare = 0.01;
/** When no room was found, it is not looked for again for so long. */
const fruitlessMs = 100;

/** The connections open now, by address, of which there are at most `most`. */
export class OpenConnections {
  readonly #most: number;
  readonly #byAddress = new Map<string, Set<OpenConnection>>();
  #count = 0;
  #fruitlessUntilMs = Number.NEGATIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  /** How many an address has. */
  of(address: string): number {
    return this.#byAddress.get(address)?.size ?? 0;
  }

  add(connection: OpenConnection): void {
    const those = this.#byAddress.get(connection.address) ?? new Set();
    this.#byAddress.set(connection.address, those.add(connection));
    this.#count += 1;
  }

  /** May be told twice. */
  remove(connection: OpenConnection): void {
    const those = this.#byAddress.get(connection.address);
    if (those?.delete(connection) !== true) return;
    this.#count -= 1;
    if (those.size === 0) this.#byAddress.delete(connection.address);
  }

  /** Closes some that answer nothing: those of whoever has most first. Returns them; none where all answer something. */
  makeRoom(nowMs: number): readonly OpenConnection[] {
    if (nowMs < this.#fruitlessUntilMs) return [];
    const wanted = Math.max(1, Math.ceil(this.#most * roomShare));
    const closed = pickIdle([...this.#byAddress.values()], wanted);
    if (closed.length === 0) this.#fruitlessUntilMs = nowMs + fruitlessMs;
    for (const connection of closed) {
      this.remove(connection);
      connection.close();
    }
    return closed;
  }
}

/**
 * Up to `wanted` connections that answer nothing: of addresses that have more than their share those above it, of the largest address first;
 * where that is nobody, those that have been idle longest, whoever has them. A proxy's are its clients': they are nobody's share, and stay until
 * nobody else has one.
 */
function pickIdle(
  byAddress: readonly ReadonlySet<OpenConnection>[],
  wanted: number,
): readonly OpenConnection[] {
  const all = byAddress.map((those) => [...those]);
  const clients = all
    .map((those) => those.filter(({ isProxy }) => !isProxy))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const share = Math.max(1, Math.floor(clients.flat().length / clients.length));
  const picked: OpenConnection[] = [];
  for (const those of clients) {
    if (picked.length >= wanted || those.length <= share) break;
    picked.push(...idleLongestFirst(those).slice(0, Math.min(wanted - picked.length, those.length - share)));
  }
  if (picked.length > 0) return picked;
  const idle = idleLongestFirst(clients.flat());
  return (idle.length > 0 ? idle : idleLongestFirst(all.flat())).slice(0, wanted);
}

function idleLongestFirst(connections: Iterable<OpenConnection>): OpenConnection[] {
  return [...connections]
    .filter(({ answering }) => answering === 0)
    .sort((a, b) => a.idleSinceMs - b.idleSinceMs);
}
