import { Redis, type RedisOptions } from 'ioredis';
import { loadScripts } from './redis-scripts.js';

/** Where the store's connections come from; another kind of Redis is another factory. */
export interface RedisClients {
  /** For commands. Not connected yet. */
  control(): Redis;
  /** For notifications. Not connected yet. */
  subscriber(): Redis;
}

/** Tries are at most this far apart, so that a store that is back is used within a second. */
const maxReconnectDelayMs = 1000;

/** How long a closing connection may wait for the other side, which may be the one that hangs. */
const disconnectTimeoutMs = 100;

/**
 * The only file that imports `ioredis`. What its version 6 does by default and must not here, each with a test:
 * - A command without a connection is queued and sent minutes later, when its caller has long given up.
 * - A command whose reply was lost is sent again, so that it may be applied twice.
 * - Without `commandTimeout` a server that hangs is waited for without end, also in the handshake.
 * - Without an `error` listener it writes to the console.
 */
export function standaloneClients(url: string, commandTimeoutMs: number): RedisClients {
  const connect = (scripts: RedisOptions['scripts']) =>
    new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      commandTimeout: commandTimeoutMs,
      connectTimeout: commandTimeoutMs,
      disconnectTimeout: disconnectTimeoutMs,
      retryStrategy: (attempt) => reconnectDelayMs(attempt, Math.random()),
      scripts,
    });
  return { control: () => connect(loadScripts()), subscriber: () => connect({}) };
}

/** 50 ms, doubled with each attempt up to the limit; half of it by chance, so that not all come back at one moment. */
function reconnectDelayMs(attempt: number, chance: number): number {
  const delayMs = Math.min(50 * 2 ** Math.min(attempt - 1, 10), maxReconnectDelayMs);
  return Math.round(delayMs / 2 + (delayMs / 2) * chance);
}
