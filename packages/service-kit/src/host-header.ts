import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import { closeAfter } from './close-after.js';

/** `uri-host [ ":" port ]` of RFC 3986 section 3.2.2, as far as its characters go. */
const hostPattern = /^[\w.~!$&'()*+,;=:%[\]-]*$/;

/**
 * RFC 9112 section 3.2: a request of HTTP/1.1 without a Host field, one with more than one, and one with a value that is no host MUST be
 * answered 400. Node takes the first of several; whoever stands before us may have taken the last. And over TLS it misses none.
 */
export function requireOneHost(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { rawHeaders, httpVersion } = request.raw;
    const fault = faultOf(hostsIn(rawHeaders), httpVersion);
    if (fault === undefined) return done();
    // What follows on this connection cannot be trusted either.
    closeAfter(reply);
    done(new UnderstudyError('bad_request', fault, { publicDetail: `${fault}.` }));
  });
}

/** How many Host fields there are, and the last. */
function hostsIn(rawHeaders: readonly string[]): { readonly count: number; readonly value: string } {
  let count = 0;
  let value = '';
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue;
    count += 1;
    value = rawHeaders[index + 1] as string;
  }
  return { count, value };
}

function faultOf({ count, value }: ReturnType<typeof hostsIn>, httpVersion: string): string | undefined {
  if (count > 1) return 'There are several Host header fields';
  // HTTP/1.0 has none, HTTP/2 has `:authority` in its place.
  if (count === 0) return httpVersion === '1.1' ? 'The Host header field is missing' : undefined;
  return hostPattern.test(value) ? undefined : 'The Host header field is no host';
}
