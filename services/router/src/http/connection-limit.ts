import type { Socket } from 'node:net';
import { UnderstudyError } from '@understudy/errors';
import { closeAfter } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';

const retryAfterSeconds = 5;

/**
 * Lets one address have at most `limit` connections open, so that it cannot take everybody's. The requests of one more are answered
 * `429 rate_limited` and the connection is closed; past twice as many, connections are closed unread. `onRefused` is called for each.
 */
export function limitConnections(app: FastifyInstance, limit: number, onRefused: () => void): void {
  const open = new Map<string, number>();
  /** Over TLS a request knows its address and port, not this socket. */
  const refused = new Set<string>();

  app.server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const peer = peerOf(socket);
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      refused.delete(peer);
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count <= limit) return;
    onRefused();
    refused.add(peer);
    if (count > 2 * limit) socket.destroy();
  });

  app.addHook('onRequest', (request, reply, done) => {
    if (refused.size === 0 || !refused.has(peerOf(request.raw.socket))) return done();
    closeAfter(reply);
    done(
      new UnderstudyError(
        'rate_limited',
        `more than ${limit} connections from ${request.raw.socket.remoteAddress}`,
        {
          retryAfterSeconds,
        },
      ),
    );
  });
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
