import { Redis, type RedisOptions } from 'ioredis';
import { loadScripts } from './redis-scripts.js';
import type { RedisAddress, RedisTarget } from './redis-url.js';

/** The reply types that ioredis derives from this one are not for a value whose type was widened. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** Where the connections to one server come from: the one of the URL, or the master that Sentinel names. */
export interface RedisClients {
  /** For commands. Not connected yet. */
  control(): Redis;
  /** Whoever sends commands has to look whether the connection is in its database. */
  readonly target: RedisTarget;
  /** For notifications. Not connected yet, and not again once it was lost: another one takes its place. */
  subscriber(): Redis;
}

/** Tries are at most this far apart, so that a store that is back is used within a second. */
const maxReconnectDelayMs = 1000;

/**
 * ioredis' own limit ends this much after ours, so that it is never the one that ends a command: whoever misses our deadline
 * drops the connection, and with theirs the next caller would wait for the same hanging server.
 */
const afterOurDeadlineMs = 100;

/** How long a closing connection may wait for the other side, which may be the one that hangs. */
const disconnectTimeoutMs = 100;

/**
 * The only file that imports more than types of `ioredis`. What its version 6 does by default and must not here, each with a test:
 * - A command without a connection is queued and sent minutes later, when its caller has long given up.
 * - A command whose reply was lost is sent again, so that it may be applied twice.
 * - Without `commandTimeout` a server that hangs is waited for without end, also in the handshake; a sentinel needs a limit of
 *   its own (`sentinelCommandTimeout`).
 * - A database that the server refuses is an `error` event, and commands go to database 0. (Without the `db` option a SELECT of
 *   ours is repeated on the next connection where nobody can catch its failure.)
 * - Without an `error` listener it writes to the console.
 * - Its `Cluster` queues commands for nodes whatever it is told, and sends them again. So a cluster is one such client per
 *   node here, and who has which slot is ours to know (`redis-cluster.ts`).
 */
export function redisClients(target: RedisTarget, commandTimeoutMs: number): RedisClients {
  if (target.kind === 'sentinel')
    return clientsOf(sentinelOptions(target, commandTimeoutMs), target, commandTimeoutMs);
  return nodeClients(target, target.addresses[0], commandTimeoutMs);
}

/** Connections to one node of a cluster. */
export function nodeClients(target: RedisTarget, node: RedisAddress, commandTimeoutMs: number): RedisClients {
  const { host, port } = node;
  return clientsOf(
    { host, port, ...(target.tls !== undefined && { tls: target.tls }) },
    target,
    commandTimeoutMs,
  );
}

/** The master is asked for anew at each connection, and one that says it is none is left again. */
function sentinelOptions(target: RedisTarget, commandTimeoutMs: number): Options {
  const { tls, sentinelUsername, sentinelPassword } = target;
  return {
    sentinels: [...target.addresses],
    name: target.masterName,
    sentinelRetryStrategy: (attempt) => reconnectDelayMs(attempt, Math.random()),
    sentinelCommandTimeout: commandTimeoutMs,
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...(tls !== undefined && { tls, sentinelTLS: tls, enableTLSForSentinelMode: true }),
  };
}

function clientsOf(place: Options, target: RedisTarget, commandTimeoutMs: number): RedisClients {
  const { username, password, db } = target;
  const connect = (own: Pick<Options, 'retryStrategy' | 'scripts'>) => {
    const options: Options = {
      ...place,
      db,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      commandTimeout: commandTimeoutMs + afterOurDeadlineMs,
      connectTimeout: commandTimeoutMs,
      disconnectTimeout: disconnectTimeoutMs,
      // One right less that a user needs.
      disableClientInfo: true,
      ...own,
    };
    const client = new Redis(options);
    // ioredis listens to the first error of a socket alone. With TLS there may be another: the peer's alert, behind our refusal of its certificate.
    client.on('error', () => client.stream?.on('error', () => {}));
    return client;
  };
  const retryStrategy = (attempt: number) => reconnectDelayMs(attempt, Math.random());
  return {
    target,
    control: () => connect({ retryStrategy, scripts: loadScripts() }),
    subscriber: () => connect({ retryStrategy: () => null }),
  };
}

/** 50 ms, doubled with each attempt up to the limit; half of it by chance, so that not all come back at one moment. */
function reconnectDelayMs(attempt: number, chance: number): number {
  const delayMs = Math.min(50 * 2 ** Math.min(attempt - 1, 10), maxReconnectDelayMs);
  return Math.round(delayMs / 2 + (delayMs / 2) * chance);
}
