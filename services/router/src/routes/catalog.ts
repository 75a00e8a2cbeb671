import replyFrom from '@fastify/reply-from';
import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from '../context.js';

/** What the catalog needs of a request. `accept` and friends do not change its answers. */
const passedHeaders = ['content-type', 'content-length', 'authorization', 'x-api-key', 'if-none-match'];
const connectionsToCatalog = 64;

/** `/v1/*` and `/watch/*` go to the catalog, so that a player needs one origin. */
export async function catalogRoutes(app: FastifyInstance, context: RouterContext): Promise<void> {
  const { url, timeoutMs } = context.catalog;
  await app.register(replyFrom, {
    base: url,
    disableRequestLogging: true,
    undici: { connections: connectionsToCatalog, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
  });
  // Bodies go through as they are: the catalog reads them, with its own limit.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  for (const path of ['/v1/*', '/watch/*']) {
    app.all(path, (_request, reply) => {
      reply.from(undefined, {
        // A request that creates must not be sent twice by us.
        retriesCount: 0,
        rewriteRequestHeaders: (_incoming, headers) =>
          Object.fromEntries(
            passedHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
          ),
        onError: (failed, { error }) => {
          context.events.catalogAway(error);
          failed.send(
            new UnderstudyError('catalog_unavailable', error.message, { cause: error, retryAfterSeconds: 5 }),
          );
        },
      });
      return reply;
    });
  }
}
