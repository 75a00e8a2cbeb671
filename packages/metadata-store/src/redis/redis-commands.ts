import type { Redis } from 'ioredis';
import type { ScriptName } from './redis-scripts.js';

/** What a script gives after 'ok': texts, integers, lists of texts. */
export type ScriptReply = readonly (string | number | readonly string[] | undefined)[];

/** How the store asks Redis, be it one server or a cluster of them. Everything rejects with `metadata_unavailable` only. */
export interface RedisCommands {
  readonly reachable: boolean;

  /** Rises with every connection that is made: what was found out about a server holds for one connection. */
  readonly generation: number;

  /**
   * Resolves when Redis is reachable, or after the time a command may take.
   * @throws UnderstudyError `invalid_configuration` when it refuses the database
   */
  waitUntilReachable(): Promise<void>;

  /** Reads; `key` says which server has it. */
  ask<T>(operation: string, key: string, ask: (client: Redis) => Promise<T>): Promise<T>;

  /** Asks every server that takes writes. */
  askAll<T>(operation: string, ask: (client: Redis) => Promise<T>): Promise<T[]>;

  /**
   * Runs one of the Lua scripts, which does nothing if it is run after the caller's deadline. With `replicas` it resolves
   * only when so many replicas have what it wrote; when they do not in time it rejects, and the change stays.
   */
  run(
    script: ScriptName,
    keys: readonly [string, ...string[]],
    values: readonly (string | number)[],
    replicas?: number,
  ): Promise<ScriptReply>;

  close(): Promise<void>;
}
