import type { ServerResponse } from 'node:http';
import replyFrom from '@fastify/reply-from';
import { whenOver } from '@understudy/direct-body';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { catalogBodyLimitBytes } from '@understudy/peer-protocol';
import { closeAfter, requestIdHeader } from '@understudy/service-kit';
import type { Span, Tracing } from '@understudy/tracing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouterContext } from '../context.js';
import { UnreadAnswers } from '../limits/unread-answers.js';
import { limitBody } from './limit-body.js';

/** What the catalog needs of a request. `accept` and most of its friends do not change its answers. */
const passedHeaders = [
  'content-type',
  'content-length',
  'authorization',
  'x-api-key',
  'if-none-match',
  'accept-encoding',
];
const connectionsToCatalog = 64;
/** Half of those may be kept by clients that are slow to take their answers. The largest is half a megabyte: who takes that in 5 s is not slow. */
const unreadLimits = { most: connectionsToCatalog / 2, share: 8, patienceMs: 5_000 };

/** `/v1/*`, `/watch/*` and `/make` go to the catalog, so that a player needs one origin. */
export async function catalogRoutes(app: FastifyInstance, context: RouterContext): Promise<void> {
  const { url, timeoutMs } = context.catalog;
  const unread = new UnreadAnswers(unreadLimits);
  await app.register(replyFrom, {
    base: url,
    disableRequestLogging: true,
    undici: { connections: connectionsToCatalog, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
  });
  // Bodies go through as they are: the catalog reads them. Its limit holds here already.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) =>
    done(null, limitBody(payload, catalogBodyLimitBytes)),
  );
  app.addHook('onRequest', (request, reply, done) => {
    if (!(Number(request.headers['content-length']) > catalogBodyLimitBytes)) return done();
    // Nobody reads what still comes.
    closeAfter(reply);
    done(new UnderstudyError('payload_too_large', `${request.headers['content-length']} bytes`));
  });
  for (const path of ['/v1/*', '/watch/*', '/make', '/make/*']) {
    app.all(path, (request, reply) => {
      const span = context.tracing && traceForwarding(context.tracing, request, reply);
      reply.from(undefined, {
        // A request that creates must not be sent twice by us.
        retriesCount: 0,
        // Nor one that is answered 503: by itself reply-from asks ten times more, and takes the seconds of Retry-After for milliseconds.
        retryDelay: () => null,
        rewriteRequestHeaders: ({ id }, headers) => ({
          ...Object.fromEntries(
            passedHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
          ),
          [requestIdHeader]: id,
          ...span?.headers,
        }),
        // Those of our connection to the catalog are not the client's (RFC 9110 section 7.6.1).
        rewriteHeaders: ({ connection: _, 'keep-alive': __, ...headers }) => headers,
        onResponse: (_request, answer, { stream }) => {
          const taken = unread.open({
            client: request.clientSubscriber,
            sinceMs: performance.now(),
            cut() {
              context.events.slowReader(request.clientSubscriber);
              answer.raw.destroy(new Error('its client is slow'));
              stream.destroy();
            },
          });
          whenOver(answer.raw as ServerResponse, taken);
          answer.send(stream);
        },
        onError: (failed, { error }) => {
          const fault = [error, error.cause].find((each) => isUnderstudyError(each));
          if (fault !== undefined) {
            closeAfter(failed);
            failed.send(fault);
            return;
          }
          context.events.catalogAway(failed.request.id, error);
          failed.send(
            new UnderstudyError('catalog_unavailable', error.message, { cause: error, retryAfterSeconds: 5 }),
          );
        },
      });
      return reply;
    });
  }
}

/** A span from here to the answer's end. */
function traceForwarding(tracing: Tracing, request: FastifyRequest, { raw }: FastifyReply): Span {
  const span = tracing.startSpan('forward', 'server', request.headers, {
    'http.request.method': request.method,
    'url.path': request.url.split('?', 1)[0],
    'understudy.request.id': request.id,
  });
  raw.once('close', () => {
    if (raw.headersSent) span.setAttributes({ 'http.response.status_code': raw.statusCode });
    span.end(raw.statusCode >= 500 ? String(raw.statusCode) : undefined);
  });
  return span;
}
