import { isUnderstudyError } from '@understudy/errors';
import type { Redis } from 'ioredis';
import { withDeadline } from '../deadline.js';
import type { StoreSettings } from '../metadata-store.js';
import { unavailable } from '../unavailable.js';
import type { RedisClients } from './redis-clients.js';
import { RedisClock } from './redis-clock.js';
import type { ScriptName } from './redis-scripts.js';

/** Above what one connection answers in a deadline of a second; more would only wait to fail. */
const maxCommandsInFlight = 4096;

/** What a script gives after 'ok': texts, integers, lists of texts. */
export type ScriptReply = readonly (string | number | readonly string[] | undefined)[];

/**
 * The connection for commands, and what is known of it:
 *
 *   away ──ready, TIME answered──▶ reachable ──closed, or a command missed its deadline──▶ away
 *
 * While away every command fails at once. A missed deadline drops the connection: a Redis that hangs would cost every
 * later caller a whole deadline too. The commands that wait on a connection fail when it closes; whether they were applied
 * is then unknown, and they are never sent again.
 */
export class RedisConnection {
  readonly #client: Redis;
  readonly #settings: StoreSettings;
  readonly #clock = new RedisClock();
  readonly #inFlight = new Set<(lost: Error) => void>();
  readonly #reachableListeners = new Set<() => void>();
  #reachable = false;
  #lastError: unknown;
  #closed = false;

  constructor(clients: RedisClients, settings: StoreSettings) {
    this.#settings = settings;
    this.#client = clients.control();
    this.#client.on('error', (error: unknown) => {
      this.#lastError = error;
    });
    this.#client.on('ready', () => this.#learnClock());
    this.#client.on('close', () => this.#setAway(this.#lastError));
    // Why it failed comes as an 'error' event; trying again is ioredis' part.
    this.#client.connect().catch(() => {});
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** Resolves when Redis is reachable, or after the time a command may take. */
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
      this.#settings.onReachable(false, this.#lastError);
    } finally {
      this.#reachableListeners.delete(listener);
    }
  }

  /** Reads: `ask` gets the client. */
  async ask<T>(operation: string, ask: (client: Redis) => Promise<T>): Promise<T> {
    return this.#underDeadline(operation, () => ask(this.#client));
  }

  /** Runs one of the Lua scripts, which does nothing if it is run after the caller's deadline. */
  async run(
    script: ScriptName,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<ScriptReply> {
    const deadlineMs = performance.now() + this.#settings.commandTimeoutMs;
    const attempt = async () => {
      const [status, ...reply] = await this.#call(script, [...keys, this.#clock.at(deadlineMs), ...values]);
      if (status === 'late') this.#clock.learn(Number(reply[0]));
      return { isLate: status === 'late', reply };
    };
    return this.#underDeadline(script, async () => {
      const first = await attempt();
      if (!first.isLate) return first.reply;
      // The caller still waits, so it was the clock: theirs was set, or ours was learned while the process was busy.
      const second = await attempt();
      if (second.isLate) throw unavailable(`${script} came too late`);
      return second.reply;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#setAway(undefined);
    const hasSocket = ['connecting', 'connect', 'ready'].includes(this.#client.status);
    const closed = new Promise<void>((resolve) => {
      this.#client.once('close', () => resolve());
    });
    this.#client.disconnect();
    // Between two tries there is no socket and so no 'close' to come.
    if (hasSocket) await withDeadline('close', this.#settings.commandTimeoutMs, () => closed);
  }

  #call(script: ScriptName, args: (string | number)[]): Promise<ScriptReply> {
    // ioredis adds the scripts as methods, which its types cannot know.
    const scripts = this.#client as unknown as Record<
      ScriptName,
      (...args: (string | number)[]) => Promise<ScriptReply>
    >;
    return scripts[script](...args);
  }

  async #underDeadline<T>(operation: string, send: () => Promise<T>): Promise<T> {
    if (!this.#reachable) throw unavailable(`${operation}: Redis is not connected`, this.#lastError);
    if (this.#inFlight.size >= maxCommandsInFlight) throw unavailable(`${operation}: too many commands wait`);
    let onLost = (_lost: Error) => {};
    const lost = new Promise<never>((_, reject) => {
      onLost = reject;
      this.#inFlight.add(onLost);
    });
    try {
      return await withDeadline(
        operation,
        this.#settings.commandTimeoutMs,
        () => Promise.race([send(), lost]),
        () => this.#drop(unavailable(`${operation} was not answered in time`)),
      );
    } catch (error) {
      throw isUnderstudyError(error) ? error : unavailable(`${operation} failed`, error);
    } finally {
      this.#inFlight.delete(onLost);
    }
  }

  /** Reachable only from here on: without the server's time no script can say until when its caller waits. */
  async #learnClock(): Promise<void> {
    try {
      const [seconds, microseconds] = await this.#client.time();
      this.#clock.learn(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
    } catch (error) {
      // The connection is already gone, or hangs; ioredis goes on trying.
      if (!this.#closed) this.#drop(error);
      return;
    }
    if (this.#closed) return;
    this.#reachable = true;
    this.#settings.onReachable(true);
    for (const listener of this.#reachableListeners) listener();
  }

  #drop(cause: unknown): void {
    this.#setAway(cause);
    this.#client.disconnect(true);
  }

  #setAway(cause: unknown): void {
    for (const onLost of this.#inFlight) onLost(unavailable('the connection to Redis was lost', cause));
    this.#inFlight.clear();
    if (!this.#reachable) return;
    this.#reachable = false;
    this.#lastError = cause;
    if (!this.#closed) this.#settings.onReachable(false, cause);
  }
}
