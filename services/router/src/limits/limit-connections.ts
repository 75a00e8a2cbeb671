import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { Socket } from 'node:net';
import { type AddressRange, plainAddress, subscriberOf } from '@understudy/playback-token';
import type { FastifyInstance } from 'fastify';
import { AddressBuckets } from './address-buckets.js';
import { type OpenConnection, OpenConnections } from './open-connections.js';
import type { Limit } from './refusal-log.js';

/** Refused connections of one address that are told so in a second; the others are closed unread, which costs least, over TLS most of all. */
const toldPerSecond = 10;

export interface ConnectionLimits {
  /** Open at once, of everybody. */
  readonly maxConnections: number;
  /** Open at once, of one address. */
  readonly connectionsPerAddress: number;
  /** Of one address; at once as many as it may have open. */
  readonly newConnectionsPerS: number;
  /** Addresses whose connections in the last moment are remembered. */
  readonly limitedAddresses: number;
  readonly trustedProxies: readonly AddressRange[];
}

/** A connection as requests over it find it. */
export interface ClientConnection extends OpenConnection {
  /** As it is, without the clothes of IPv6. */
  readonly plainAddress: string;
  /** Its requests are refused, because of this limit. */
  readonly refusedFor: Limit | undefined;
}

/**
 * Lets one address have only so many connections, and open only so many in a second, so that it cannot take everybody's. The requests of one more are to be
 * refused (`refusedFor`); past twice as many, or where many are refused, they are closed unread. When there are as many as there may be of all addresses, idle ones of whoever has
 * most make room. Of trusted proxies only that counts. `onRefused` and `onEvicted` are called for each.
 *
 * Returns what tells the connection of a request; undefined where it is closed already.
 */
export function limitConnections(
  app: FastifyInstance,
  limits: ConnectionLimits,
  events: {
    /** Without an address where it is nobody's fault. */
    readonly onRefused: (limit: Limit, address: string | undefined) => void;
    readonly onEvicted: (count: number) => void;
  },
): (request: IncomingMessage) => ClientConnection | undefined {
  const open = new OpenConnections(limits.maxConnections);
  const kept = limits.limitedAddresses;
  const opening = new AddressBuckets({
    burst: limits.connectionsPerAddress,
    perSecond: limits.newConnectionsPerS,
    kept,
  });
  const telling = new AddressBuckets({ burst: toldPerSecond, perSecond: toldPerSecond, kept });
  /** Over TLS a request knows its address and port, not this socket. */
  const byPeer = new Map<string, ClientConnection>();
  /** Found once for each connection. */
  const found = new WeakMap<object, ClientConnection>();

  app.server.on('connection', (socket: Socket) => {
    // It has gone already.
    if (socket.remoteAddress === undefined) return socket.destroy();
    const nowMs = performance.now();
    const address = subscriberOf(socket.remoteAddress);
    const plain = plainAddress(socket.remoteAddress);
    const isProxy = limits.trustedProxies.some((range) => range.has(plain));
    const refusedFor = isProxy ? undefined : overLimit(address, nowMs);
    if (refusedFor !== undefined) {
      events.onRefused(refusedFor, address);
      const isFar = open.of(address) >= 2 * limits.connectionsPerAddress;
      if (isFar || telling.take(address, nowMs) > 0) return socket.destroy();
    }
    if (open.isFull) events.onEvicted(open.makeRoom(nowMs).length);
    if (open.isFull) {
      events.onRefused('all_connections', undefined);
      return socket.destroy();
    }
    const connection: ClientConnection = {
      address,
      plainAddress: plain,
      isProxy,
      refusedFor,
      answering: 0,
      idleSinceMs: nowMs,
      close: () => socket.destroy(),
    };
    const peer = peerOf(socket);
    open.add(connection);
    byPeer.set(peer, connection);
    socket.once('close', () => {
      open.remove(connection);
      if (byPeer.get(peer) === connection) byPeer.delete(peer);
    });
  });

  function overLimit(address: string, nowMs: number): Limit | undefined {
    if (open.of(address) >= limits.connectionsPerAddress) return 'connections';
    return opening.take(address, nowMs) > 0 ? 'connection_rate' : undefined;
  }

  return (request) => {
    const way = wayOf(request);
    const known = found.get(way);
    if (known !== undefined) return known;
    const connection = byPeer.get(peerOf(request.socket));
    if (connection !== undefined) found.set(way, connection);
    return connection;
  };
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** What all requests of a connection have in common: over HTTP/2 each has a socket object of its own. */
function wayOf(request: IncomingMessage): object {
  const { stream } = request as unknown as Partial<Http2ServerRequest>;
  return stream?.session ?? request.socket;
}
