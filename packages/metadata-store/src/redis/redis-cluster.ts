import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { withDeadline } from '../deadline.js';
import type { StoreSettings } from '../metadata-store.js';
import { unavailable } from '../unavailable.js';
import { type ClusterSlots, nameOf, noSlots, readClusterSlots } from './cluster-slots.js';
import { keySlot } from './key-slot.js';
import { nodeClients } from './redis-clients.js';
import type { RedisCommands, ScriptReply } from './redis-commands.js';
import { RedisConnection, type Sending } from './redis-connection.js';
import { isHalfMoved, redirectOf } from './redis-errors.js';
import type { ScriptName } from './redis-scripts.js';
import type { RedisAddress, RedisTarget } from './redis-url.js';

/** A slot that moves is found in one step, two when it moves again meanwhile. More is a cluster that does not know itself. */
const maxRedirects = 3;

/** Keys of one slot follow each other in batches; asked sooner, the node only says the same again. */
const halfMovedPauseMs = 25;

/** How often the cluster is asked who has which slot: while something is away, and otherwise (a MOVED tells sooner). */
const refreshAwayMs = 250;
const refreshCalmMs = 10_000;

/**
 * A Redis Cluster: a connection to each master, with its own clock and deadlines, and the map of slots. A node that is lost
 * or hangs costs only the keys that it has; when its replica is promoted the next look at the map finds it.
 */
export class RedisCluster implements RedisCommands {
  readonly #target: RedisTarget;
  readonly #settings: StoreSettings;
  readonly #nodes = new Map<
    string,
    { readonly address: RedisAddress; readonly connection: RedisConnection }
  >();
  readonly #reachableListeners = new Set<() => void>();
  #slots: ClusterSlots = noSlots;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #reachable = false;
  #lastError: unknown;
  #closedGenerations = 0;
  #rounds = 0;
  #closed = false;

  constructor(target: RedisTarget, settings: StoreSettings) {
    this.#target = target;
    this.#settings = settings;
    for (const address of target.addresses) this.#nodeAt(address);
    this.#refreshLater();
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  get generation(): number {
    let sum = this.#closedGenerations;
    for (const { connection } of this.#nodes.values()) sum += connection.generation;
    return sum;
  }

  async waitUntilReachable(): Promise<void> {
    if (this.#reachable) return;
    let listener = () => {};
    const reached = new Promise<void>((resolve) => {
      listener = resolve;
      this.#reachableListeners.add(listener);
    });
    try {
      await withDeadline('connect', this.#settings.commandTimeoutMs, () => reached);
    } catch {
      this.#settings.onReachable(false, this.#whyAway());
    } finally {
      this.#reachableListeners.delete(listener);
    }
  }

  ask<T>(operation: string, key: string, ask: (client: Redis) => Promise<T>): Promise<T> {
    return this.#atOwner(key, (connection, sending) => connection.ask(operation, key, ask, sending));
  }

  async askAll<T>(operation: string, ask: (client: Redis) => Promise<T>): Promise<T[]> {
    const { masters, complete } = this.#slots;
    if (!complete) throw unavailable(`${operation}: the cluster does not have all slots`, this.#whyAway());
    const answers = masters.map((address) => this.#nodeAt(address).askAll(operation, ask));
    return (await Promise.all(answers)).flat();
  }

  run(
    script: ScriptName,
    keys: readonly [string, ...string[]],
    values: readonly (string | number)[],
    replicas = 0,
  ): Promise<ScriptReply> {
    return this.#atOwner(keys[0], (connection, sending) =>
      connection.run(script, keys, values, replicas, sending),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#setReachable(false, undefined);
    await Promise.all([...this.#nodes.values()].map(({ connection }) => connection.close()));
  }

  /**
   * Sends to the key's master, and on to where that one says: it has not done anything then. Neither has a node that has some of the keys:
   * it is asked again. One deadline for all of it.
   */
  async #atOwner<T>(
    key: string,
    send: (connection: RedisConnection, sending: Sending) => Promise<T>,
  ): Promise<T> {
    const deadlineMs = performance.now() + this.#settings.commandTimeoutMs;
    let address = this.#slots.masterOf(keySlot(key));
    let asking = false;
    let redirects = 0;
    for (;;) {
      if (this.#closed || address === undefined)
        throw unavailable('no node of the cluster is known to have the key', this.#whyAway());
      const connection = this.#nodeAt(address);
      // A node that we were sent to may be new to us.
      if (redirects > 0) await connection.becomesReachable(deadlineMs);
      try {
        return await send(connection, { deadlineMs, asking });
      } catch (error) {
        const { cause } = error as Error;
        if (isHalfMoved(cause) && performance.now() + halfMovedPauseMs < deadlineMs) {
          await sleep(halfMovedPauseMs);
          continue;
        }
        const redirect = redirectOf(cause, address.host);
        if (redirect === undefined || redirects === maxRedirects) throw error;
        redirects += 1;
        asking = redirect.kind === 'ask';
        address = redirect.address;
        if (!asking) void this.#refresh();
      }
    }
  }

  #nodeAt(address: RedisAddress): RedisConnection {
    const name = nameOf(address);
    const known = this.#nodes.get(name);
    if (known !== undefined) return known.connection;
    const clients = nodeClients(this.#target, address, this.#settings.commandTimeoutMs);
    const connection = new RedisConnection(clients, {
      ...this.#settings,
      onReachable: (reachable, cause) => {
        if (cause !== undefined) this.#lastError = cause;
        if (this.#closed) return;
        this.#judge();
        // Lost: its replica may be promoted. Come: it may be the first one that can be asked, or the last one missing.
        if (!reachable || !this.#reachable) void this.#refresh();
      },
    });
    this.#nodes.set(name, { address, connection });
    return connection;
  }

  /** Asks who has which slot, the first node that answers. One such round at a time. */
  #refresh(): Promise<void> {
    this.#refreshing ??= this.#readSlots().finally(() => {
      this.#refreshing = undefined;
      this.#refreshLater();
    });
    return this.#refreshing;
  }

  async #readSlots(): Promise<void> {
    const nodes = [...this.#nodes.values()];
    // Another one first each time: one that was cut off from the others has the map of then.
    this.#rounds += 1;
    const start = this.#rounds % nodes.length;
    let incomplete: ClusterSlots | undefined;
    for (const { address, connection } of [...nodes.slice(start), ...nodes.slice(0, start)]) {
      if (this.#closed) return;
      if (!connection.reachable) continue;
      try {
        const reply = await connection.ask('clusterSlots', '', (client) => client.cluster('SLOTS'));
        const slots = readClusterSlots(reply, address.host);
        if (slots.complete) return await this.#take(slots);
        incomplete = slots;
      } catch (error) {
        this.#lastError = error;
      }
    }
    if (incomplete !== undefined) await this.#take(incomplete);
  }

  async #take(slots: ClusterSlots): Promise<void> {
    if (this.#closed) return;
    this.#slots = slots;
    const kept = new Set([...slots.masters, ...this.#target.addresses].map(nameOf));
    for (const address of slots.masters) this.#nodeAt(address);
    this.#judge();
    for (const [name, { connection }] of [...this.#nodes]) {
      if (kept.has(name)) continue;
      this.#nodes.delete(name);
      // The sum must not fall and rise again to what it was.
      this.#closedGenerations += connection.generation + 1;
      await connection.close();
    }
  }

  #refreshLater(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#refresh(), this.#reachable ? refreshCalmMs : refreshAwayMs);
  }

  /** Reachable is a cluster whose slots all have a master that is. */
  #judge(): void {
    const { complete, masters } = this.#slots;
    const isReachable = complete && masters.every((address) => this.#nodeAt(address).reachable);
    this.#setReachable(isReachable, this.#whyAway());
  }

  /** The cluster's own error, or that of the first node which cannot be reached. */
  #whyAway(): unknown {
    const lost = [...this.#nodes.values()].find(({ connection }) => !connection.reachable);
    return this.#lastError ?? lost?.connection.whyAway;
  }

  #setReachable(reachable: boolean, cause: unknown): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    if (!this.#closed) this.#settings.onReachable(reachable, cause);
    if (!reachable) return;
    for (const listener of this.#reachableListeners) listener();
  }
}
