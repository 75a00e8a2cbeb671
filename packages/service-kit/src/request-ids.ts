import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Names a request on its way from the edge to a worker and back, so that what each of them logged of it can be found. */
export const requestIdHeader = 'x-request-id';

/** What UUIDs, nginx's `$request_id` and the like look like: nothing that could forge a log line or a header. */
const acceptable = /^[A-Za-z0-9._-]{8,64}$/;

/** The ID that a request brought along; a new one where it brought none, or something that cannot be one. */
export function requestIdOf(request: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): string {
  const given = request.headers[requestIdHeader];
  return typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
}

/** Tells the ID of each request in the head of its answer, of refusals too. */
export function tellRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(requestIdHeader, request.id);
    done();
  });
}
