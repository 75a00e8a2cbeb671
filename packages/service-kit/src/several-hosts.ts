import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import { closeAfter } from './close-after.js';

/**
 * RFC 9112 section 3.2: a request with more than one Host field MUST be answered 400. Node takes the first; whoever stands before
 * us may have taken the last.
 */
export function refuseSeveralHosts(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { rawHeaders } = request.raw;
    let hosts = 0;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const name = rawHeaders[index] as string;
      if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
    }
    if (hosts < 2) return done();
    // What follows on this connection cannot be trusted either.
    closeAfter(reply);
    done(new UnderstudyError('bad_request', 'several Host header fields'));
  });
}
