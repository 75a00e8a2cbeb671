import { Readable } from 'node:stream';
import replyFrom from '@fastify/reply-from';
import { whenOver } from '@understudy/direct-body';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { catalogBodyLimitBytes } from '@understudy/peer-protocol';
import { closeAfter, requestIdHeader } from '@understudy/service-kit';
import type { Span, Tracing } from '@understudy/tracing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouterContext } from '../context.js';
import { Turns } from '../limits/turns.js';
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
/** Half of those may be kept by clients that are slow to send their bodies or to take their answers. The largest is half a megabyte: who needs less than 5 s for that is not slow. */
const unreadLimits = { most: connectionsToCatalog / 2, share: 8, patienceMs: 5_000 };
/** A body that is not through by then waits for its client; before, it may be for the way to the catalog. */
const bodyComesMs = 500;

/** `/v1/*`, `/watch/*` and `/make` go to the catalog, so that a player needs one origin. */
export async function catalogRoutes(app: FastifyInstance, context: RouterContext): Promise<void> {
  const { url, timeoutMs } = context.catalog;
  const unread = new UnreadAnswers(unreadLimits);
  // The client's own queue has no end.
  const turns = new Turns(connectionsToCatalog);
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
    app.all(path, async (request, reply) => {
      const span = context.tracing && traceForwarding(context.tracing, request, reply);
      const client = { hasLeft: false };
      context.forwarded.open += 1;
      whenOver(reply.raw, () => {
        if (!client.hasLeft) context.forwarded.open -= 1;
        client.hasLeft = true;
      });
      const done = await turns.take(timeoutMs);
      if (done === undefined) {
        // Nobody reads what still comes.
        if (request.body instanceof Readable) closeAfter(reply);
        throw catalogAway(context, request, new Error('all connections to it are in use'));
      }
      // What creates something must not do so for nobody.
      if (client.hasLeft) {
        done();
        return reply.hijack();
      }
      try {
        forward(context, unread, reply, { span, done });
      } catch (error) {
        // It takes no path that climbs.
        done();
        throw error;
      }
      return reply;
    });
  }
}

/** Calls `done` when the request needs no connection to the catalog any more. */
function forward(
  context: RouterContext,
  unread: UnreadAnswers,
  reply: FastifyReply,
  { span, done }: { readonly span: Span | undefined; readonly done: () => void },
): void {
  const { request } = reply;
  const { body } = request;
  if (body instanceof Readable) {
    const timer = setTimeout(() => waitForClient(unread, context, reply, body), bodyComesMs);
    body.once('close', () => clearTimeout(timer));
  }
  reply.from(undefined, {
    // A request that creates must not be sent twice by us.
    retriesCount: 0,
    // Nor one that is answered 503: by itself reply-from asks ten times more, and takes the seconds of Retry-After for milliseconds.
    retryDelay({ res }) {
      // Of all hooks only this one is called for each answer, also where the client has left. The type says it wrongly.
      const { stream } = (res as unknown as { readonly stream: Readable } | undefined) ?? {};
      if (stream === undefined) done();
      else {
        stream.once('close', done).on('error', () => {});
        whenOver(reply.raw, () => stream.destroy());
      }
      return null;
    },
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
      waitForClient(unread, context, reply, stream);
      answer.send(stream);
    },
    onError: (failed, { error }) => {
      const fault = [error, error.cause].find((each) => isUnderstudyError(each));
      if (fault !== undefined) {
        closeAfter(failed);
        failed.send(fault);
        return;
      }
      failed.send(catalogAway(context, request, error));
    },
  });
}

/** `stream`, a request's body or its answer, waits for its client, which may be too slow. */
function waitForClient(
  unread: UnreadAnswers,
  { events }: RouterContext,
  { request, raw }: FastifyReply,
  stream: Readable,
): void {
  const over = unread.open({
    client: request.clientSubscriber,
    sinceMs: performance.now(),
    cut() {
      events.slowReader(request.clientSubscriber);
      raw.destroy(new Error('its client is slow'));
    },
  });
  stream.once('close', over);
  whenOver(raw, over);
}

function catalogAway({ events }: RouterContext, { id }: FastifyRequest, cause: Error): UnderstudyError {
  events.catalogAway(id, cause);
  return new UnderstudyError('catalog_unavailable', cause.message, { cause, retryAfterSeconds: 5 });
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
