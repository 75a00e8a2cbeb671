import type { FastifyInstance } from 'fastify';

/**
 * Ends the connection behind the answer to a request with `Upgrade`, which is answered as if it had none (RFC 9110 section 7.8). Node's parser
 * drops what it has read behind such a request: a client that sent more would wait for it for ever.
 */
export function closeBehindUpgrades(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    // HTTP/2 has no such field (RFC 9113 section 8.2.2).
    if (request.headers.upgrade !== undefined) reply.raw.shouldKeepAlive = false;
    done();
  });
}
