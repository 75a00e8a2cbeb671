import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Redis } from 'ioredis';
import { withDeadline } from '../deadline.js';
import type { StoreSettings } from '../metadata-store.js';
import { unavailable } from '../unavailable.js';
import { bareError } from './bare-error.js';
import type { RedisClients } from './redis-clients.js';
import { RedisClock } from './redis-clock.js';
import type { RedisCommands, ScriptReply } from './redis-commands.js';
import { isDemoted, isReply } from './redis-errors.js';
import type { ScriptName } from './redis-scripts.js';
import type { RedisTarget } from './redis-url.js';
import { answerText, connectText } from './wrong-url.js';

/** Above what one connection answers in a deadline of a second; more would only wait to fail. */
const maxCommandsInFlight = 4096;

/** ioredis gives a connection up for good when it is dropped while it connects. Then we try again. */
const startOverAfterMs = 500;

/** Redis looks at the limits of those who WAIT every 100 ms (`hz 10`); the rest is for the reply's way back. */
const waitEndsLateMs = 150;

export interface Sending {
  /** Until when the caller waits, by `performance.now()`. */
  readonly deadlineMs: number;
  /** Whether a cluster's node is to answer although the slot is not its own yet. */
  readonly asking?: boolean;
}

/**
 * The connection for commands to one server, and what is known of it:
 *
 *   away ──ready, TIME answered──▶ reachable ──closed, or a command missed its deadline──▶ away
 *
 * While away every command fails at once. A missed deadline drops the connection: a Redis that hangs would cost every
 * later caller a whole deadline too. The commands that wait on a connection fail when it closes; whether they were applied
 * is then unknown, and they are never sent again.
 */
export class RedisConnection implements RedisCommands {
  readonly #client: Redis;
  readonly #target: RedisTarget;
  readonly #settings: StoreSettings;
  readonly #clock = new RedisClock();
  readonly #inFlight = new Set<(lost: Error) => void>();
  readonly #settledListeners = new Set<() => void>();
  #startOver: NodeJS.Timeout | undefined;
  #generation = 0;
  #reachable = false;
  #lastError: Error | undefined;
  #refusal: UnderstudyError | undefined;
  #toldRefusal: UnderstudyError | undefined;
  #closed = false;

  constructor(clients: RedisClients, settings: StoreSettings) {
    this.#settings = settings;
    this.#client = clients.control();
    this.#target = clients.target;
    this.#client.on('error', (error: unknown) => {
      // The same refusal, as ioredis tells it: ours names the database.
      if (this.#refusal !== undefined && isReply(error)) return;
      this.#lastError = bareError(error);
    });
    this.#client.on('ready', () => this.#begin());
    this.#client.on('close', () => this.#setAway(this.#lastError ?? new Error('the connection was closed')));
    this.#client.on('end', () => {
      if (!this.#closed) this.#startOver = setTimeout(() => this.#connect(), startOverAfterMs);
    });
    this.#connect();
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Why it is not reachable, for the log. */
  get whyAway(): unknown {
    if (this.#generation > 0 || isUnderstudyError(this.#lastError)) return this.#lastError;
    return new Error(connectText(this.#lastError, this.#target, this.#settings.commandTimeoutMs));
  }

  async waitUntilReachable(): Promise<void> {
    const deadlineMs = performance.now() + this.#settings.commandTimeoutMs;
    if (await this.becomesReachable(deadlineMs)) return;
    if (this.#refusal !== undefined) throw this.#refusal;
    this.#settings.onReachable(false, this.whyAway);
  }

  /** Whether it is reachable, as soon as that is known, but not later than `deadlineMs`. */
  async becomesReachable(deadlineMs: number): Promise<boolean> {
    if (this.#reachable) return true;
    let listener = () => {};
    const settled = new Promise<void>((resolve) => {
      listener = resolve;
      this.#settledListeners.add(listener);
    });
    try {
      await withDeadline('connect', deadlineMs - performance.now(), () => settled);
    } catch {
      // Too late: it is not.
    } finally {
      this.#settledListeners.delete(listener);
    }
    return this.#reachable;
  }

  ask<T>(
    operation: string,
    _key: string,
    ask: (client: Redis) => Promise<T>,
    sending: Sending = this.#sendingNow(),
  ): Promise<T> {
    return this.#underDeadline(operation, sending, () => ask(this.#client));
  }

  async askAll<T>(operation: string, ask: (client: Redis) => Promise<T>): Promise<T[]> {
    return [await this.#underDeadline(operation, this.#sendingNow(), () => ask(this.#client))];
  }

  run(
    script: ScriptName,
    keys: readonly string[],
    values: readonly (string | number)[],
    replicas = 0,
    sending: Sending = this.#sendingNow(),
  ): Promise<ScriptReply> {
    const { deadlineMs } = sending;
    const attempt = async () => {
      const called = this.#call(script, [...keys, this.#clock.at(deadlineMs), ...values]);
      const [status, ...reply] = await called;
      if (status === 'late') this.#clock.learn(Number(reply[0]));
      return { isLate: status === 'late', reply };
    };
    // All of it on one connection, or it fails: on another one WAIT would not know what this one wrote, and say yes.
    return this.#underDeadline(script, sending, async () => {
      const first = await attempt();
      // The caller still waits, so it was the clock: theirs was set, or ours was learned while the process was busy.
      const { isLate, reply } = first.isLate ? await attempt() : first;
      if (isLate) throw unavailable(`${script} came too late`);
      if (replicas > 0) await this.#replicated(script, replicas, deadlineMs);
      return reply;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#startOver);
    this.#setAway(undefined);
    const hasSocket = ['connecting', 'connect', 'ready'].includes(this.#client.status);
    const ended = new Promise<void>((resolve) => {
      this.#client.once('end', () => resolve());
    });
    this.#client.disconnect();
    // Between two tries there is no socket and so no 'end' to come. A sentinel that hangs is left to its own deadline.
    if (hasSocket) await withDeadline('close', this.#settings.commandTimeoutMs, () => ended).catch(() => {});
  }

  #connect(): void {
    // Why it failed comes as an 'error' event; trying again is ioredis' part.
    this.#client.connect().catch(() => {});
  }

  #sendingNow(): Sending {
    return { deadlineMs: performance.now() + this.#settings.commandTimeoutMs };
  }

  #call(script: ScriptName, args: (string | number)[]): Promise<ScriptReply> {
    // ioredis adds the scripts as methods, which its types cannot know.
    const scripts = this.#client as unknown as Record<
      ScriptName,
      (...args: (string | number)[]) => Promise<ScriptReply>
    >;
    return scripts[script](...args);
  }

  /** WAIT is for what this connection wrote before. It holds up the connection, so the store has one of its own for that. */
  async #replicated(script: string, replicas: number, deadlineMs: number): Promise<void> {
    // A limit of 0 would be none.
    const limitMs = Math.max(1, Math.floor(deadlineMs - performance.now() - waitEndsLateMs));
    const have = await this.#client.wait(replicas, limitMs);
    if (have < replicas) throw unavailable(`${script}: ${have} of ${replicas} replicas have it`);
  }

  async #underDeadline<T>(
    operation: string,
    { deadlineMs, asking }: Sending,
    send: () => Promise<T>,
  ): Promise<T> {
    if (!this.#reachable) throw unavailable(`${operation}: Redis is not connected`, this.whyAway);
    if (this.#inFlight.size >= maxCommandsInFlight) throw unavailable(`${operation}: too many commands wait`);
    let onLost = (_lost: Error) => {};
    const lost = new Promise<never>((_, reject) => {
      onLost = reject;
      this.#inFlight.add(onLost);
    });
    try {
      return await withDeadline(
        operation,
        deadlineMs - performance.now(),
        () => {
          // Right before the command: it holds for the next one on the connection.
          if (asking === true) this.#client.asking().catch(() => {});
          return Promise.race([send(), lost]);
        },
        () => this.#drop(unavailable(`${operation} was not answered in time`)),
      );
    } catch (error) {
      if (isDemoted(error)) this.#drop(bareError(error));
      if (isUnderstudyError(error)) throw error;
      const bare = bareError(error);
      throw unavailable(`${operation} failed: ${answerText(bare)}`, bare);
    } finally {
      this.#inFlight.delete(onLost);
    }
  }

  /**
   * Reachable only from here on: in the database that was asked for, of which ioredis ignores a refusal; and with the server's
   * time, without which no script can say until when its caller waits.
   */
  async #begin(): Promise<void> {
    try {
      if (this.#target.db !== 0) await this.#select(this.#target.db);
      const [seconds, microseconds] = await this.#client.time();
      this.#clock.learn(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
    } catch (error) {
      // The connection is already gone, or hangs, or may not do this; we go on trying.
      if (this.#closed) return;
      if (this.#refusal !== undefined && isReply(error)) this.#refuse(this.#refusal);
      else this.#drop(bareError(error));
      return;
    }
    if (this.#closed) return;
    this.#reachable = true;
    // What comes is about the next time.
    this.#lastError = undefined;
    this.#generation += 1;
    this.#settings.onReachable(true);
    this.#settle();
  }

  async #select(db: number): Promise<void> {
    try {
      await this.#client.select(db);
      this.#refusal = undefined;
    } catch (error) {
      if (isReply(error)) this.#refusal ??= databaseRefused(db, bareError(error));
      throw error;
    }
  }

  /** Tells it, once, and tries again in a while: connecting succeeds, so that ioredis would do it over and over. */
  #refuse(refusal: UnderstudyError): void {
    this.#lastError = refusal;
    this.#client.disconnect();
    if (this.#toldRefusal !== refusal) this.#settings.onReachable(false, refusal);
    this.#toldRefusal = refusal;
    this.#settle();
  }

  #settle(): void {
    for (const listener of this.#settledListeners) listener();
  }

  #drop(cause: Error): void {
    this.#setAway(cause);
    this.#client.disconnect(true);
  }

  #setAway(cause: Error | undefined): void {
    for (const onLost of this.#inFlight) onLost(unavailable('the connection to Redis was lost', cause));
    this.#inFlight.clear();
    if (!this.#reachable) return;
    this.#reachable = false;
    this.#lastError = cause;
    if (!this.#closed) this.#settings.onReachable(false, cause);
  }
}

function databaseRefused(db: number, cause: Error): UnderstudyError {
  return new UnderstudyError(
    'invalid_configuration',
    `the metadata store's Redis refuses database ${db}: ${cause.message}`,
    { cause },
  );
}
