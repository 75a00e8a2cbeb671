import type { RequestListener, Server } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { limitRequestTime } from './limit-request-time.js';

/** A certificate with its chain, and its private key, in PEM. */
export interface TlsIdentity {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Who signs for those that show a certificate too. */
  readonly ca?: Buffer;
}

/** As node's HTTP/1.1 server has them. */
export interface ConnectionLimits {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
  readonly maxHeaderSize: number;
  /** Of TLS. */
  readonly handshakeTimeout: number;
}

/** Responses of one HTTP/2 connection at once: no fewer than RFC 9113 section 6.5.2 recommends. */
const maxConcurrentStreams = 100;

/**
 * A server of HTTP/2 and HTTP/1.1 over TLS, which ALPN tells apart (RFC 7301), for fastify's `serverFactory`. Fastify knows it as one of
 * HTTP/1.1; requests and responses are node's compatible ones.
 */
export function createTlsServer(
  tls: TlsIdentity,
  limits: ConnectionLimits,
  handler: RequestListener,
): Server & Pick<Http2SecureServer, 'setSecureContext'> {
  const server = createSecureServer({
    ...tls,
    allowHTTP1: true,
    handshakeTimeout: limits.handshakeTimeout,
    minVersion: 'TLSv1.2',
    settings: { maxConcurrentStreams, maxHeaderListSize: limits.maxHeaderSize },
  });
  server.on('request', handler as unknown as (request: object, response: object) => void);
  server.on('session', (session) => session.setTimeout(limits.keepAliveTimeout, () => session.close()));
  limitRequestTime(server, limits.requestTimeout);
  // Those of HTTP/1.1 are properties here.
  return Object.assign(server, limits, closing(server)) as never;
}

/** Node closes neither HTTP/2 sessions, which may stay open for ever, nor all connections of such a server. */
function closing(server: Http2SecureServer) {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const { closeIdleConnections } = server as unknown as Server;
  return {
    /** Those of HTTP/2 close when their open responses have ended. */
    closeIdleConnections() {
      closeIdleConnections.call(server);
      for (const session of sessions) session.close();
    },
    closeAllConnections() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
