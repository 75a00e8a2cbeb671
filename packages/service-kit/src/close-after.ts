import type { Http2ServerRequest } from 'node:http2';

interface Reply {
  readonly raw: { setHeader(name: 'connection', value: 'close'): unknown };
  /** Fastify hands out HTTP/2 requests under the type of the others. */
  readonly request: { readonly raw: object };
}

/** Closes the client's connection once this answer is sent: by the header of HTTP/1.1, by GOAWAY over HTTP/2 (RFC 9113 section 6.8). */
export function closeAfter(reply: Reply): void {
  const { raw } = reply.request;
  if ('stream' in raw) (raw as Http2ServerRequest).stream.session?.close();
  // Not by fastify's own: the head of what is relayed is written past it.
  else reply.raw.setHeader('connection', 'close');
}
