import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { PeerServerEvents } from './peer-events.js';
import type { PeerTls } from './peer-tls.js';

/** There is no public way from what is closed already to the connection below it. */
type Refused = TLSSocket & { readonly _parent?: Socket };

/** Has a server that was made with `tls.serverOptions` follow what the files hold, and tell of those whom it does not let in. */
export function servePeersOverTls(
  app: FastifyInstance,
  tls: PeerTls,
  events: Pick<PeerServerEvents, 'certificateRefused'>,
): void {
  const server = app.server as unknown as Server;
  tls.serve(server);
  // Asked while it is open: a socket keeps what it was told.
  server.on('connection', (socket: Socket) => void socket.remoteAddress);
  server.on('tlsClientError', (error: Error & { readonly reason?: string }, socket: Refused) => {
    const address = socket._parent?.remoteAddress ?? 'unknown';
    // Node closes where the certificate is not good, and the error is then that it was closed.
    events.certificateRefused(address, String(socket.authorizationError ?? error.reason ?? error.message));
  });
}
