import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { callerOf } from '@understudy/access-keys';
import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import { type LoggedEvent, queryInteger, securityHeaders } from '@understudy/service-kit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { eventsSchema, type ShownEvent } from '../answers/events.js';
import type { ConsoleContext } from '../context.js';
import { type Cursors, collect } from '../feed/collect.js';
import { formatCursors, parseCursors } from '../feed/cursors.js';
import { followAll } from '../feed/event-follower.js';
import { eventSources } from '../feed/sources.js';
import { needsKey } from '../route-parts.js';
import { shownVideo } from '../shown-video.js';

const mostShown = 1_000;
/** Each asks every worker and router again and again. */
const mostFollowers = 20;
/** So that both ends see that the connection still stands. */
const beatMs = 15_000;
/** Whose key was revoked hears nothing more. */
const keyCheckMs = 250;
/** A client that takes nothing for so long keeps the place of another. */
const stallMs = 30_000;

const schema: RouteSchema = {
  operationId: 'listEvents',
  summary: 'The last events of workers, routers and the console',
  description:
    'With `follow=1` as server-sent events, and then each that comes; `begin` stands behind what was kept; `away`, `back` and ' +
    '`missed` tell of a `source` whose events are missing.',
  tags: ['events'],
  security: needsKey,
  querystring: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: mostShown, default: 100 })),
    follow: Type.Optional(Type.Enum(['1', '0'])),
  }),
  headers: Type.Object({
    'last-event-id': Type.Optional(Type.String({ description: 'Goes on behind this event' })),
  }),
  response: {
    200: {
      description: 'The events in the order of their times',
      content: {
        'application/json': { schema: eventsSchema },
        'text/event-stream': { schema: Type.String() },
      },
    },
    ...problems('bad_request', 'unauthorized', 'rate_limited'),
  },
};

type EventsQuery = { Querystring: { limit?: string; follow?: string } };

/**
 * `GET /admin/events?limit=`: the last events of workers, routers and the console, in the order of their times. With `follow=1` as
 * server-sent events (HTML Living Standard section 9.2), and then each that comes, until the client leaves.
 */
export function eventsRoute(app: FastifyInstance, context: ConsoleContext): void {
  const followers = new Set<AbortController>();
  // They would hold up the end of the server.
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    for (const follower of followers) follower.abort();
    done();
  });

  app.get<EventsQuery>('/admin/events', { schema }, async (request, reply) => {
    const limit = queryInteger('limit', request.query.limit, { fallback: 100, min: 0, max: mostShown });
    if (request.query.follow !== '1') {
      const sources = await eventSources(context);
      const { events, away } = await collect(
        sources,
        {},
        limit,
        AbortSignal.timeout(context.peerTimeoutMs * 2),
      );
      const shown = events
        .slice(Math.max(0, events.length - limit))
        .map(({ source, event }) => show(context, source, event));
      return reply.header('cache-control', 'no-store').send({ away, events: shown });
    }
    if (followers.size >= mostFollowers)
      throw new UnderstudyError('rate_limited', `${mostFollowers} clients follow the events already`, {
        retryAfterSeconds: 30,
      });
    const follower = new AbortController();
    // Asked for on a connection that is still there.
    if (isClosing) follower.abort();
    followers.add(follower);
    reply.raw.once('close', () => follower.abort());
    const { id: callerId } = callerOf(request);
    const keyCheck = setInterval(() => {
      if (!context.keys.isGood(callerId)) follower.abort();
    }, keyCheckMs);
    const lastEventId = request.headers['last-event-id'];
    try {
      await follow(context, reply, follower.signal, {
        history: limit,
        lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
      });
    } finally {
      clearInterval(keyCheck);
      followers.delete(follower);
    }
    return reply;
  });
}

async function follow(
  context: ConsoleContext,
  reply: FastifyReply,
  signal: AbortSignal,
  { history, lastEventId }: { readonly history: number; readonly lastEventId: string | undefined },
): Promise<void> {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    ...securityHeaders,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  raw.flushHeaders();
  const beat = setInterval(() => raw.write(': beat\n\n'), beatMs);
  try {
    await followAll({
      sources: () => eventSources(context),
      cursors: parseCursors(lastEventId),
      history,
      onEvent: (source, event, cursors) =>
        write(raw, `${idLine(cursors)}data: ${JSON.stringify(show(context, source, event))}\n\n`, signal),
      onBegin: (cursors) => raw.write(`${idLine(cursors)}event: begin\ndata: {}\n\n`),
      // What is not in the stream must not look as if it had not happened.
      onGap: (source, what) => raw.write(`event: ${what}\ndata: ${JSON.stringify({ source })}\n\n`),
      signal,
    });
  } finally {
    clearInterval(beat);
    // It ends only when the client has left, or the server closes: kept behind its end, the connection would hold that up.
    raw.destroy();
  }
}

function idLine(cursors: Cursors | undefined): string {
  return cursors === undefined ? '' : `id: ${formatCursors(cursors)}\n`;
}

/** Resolves when the client takes more; one that does not is cut off. */
async function write(raw: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || raw.write(text)) return;
  const timer = setTimeout(() => raw.destroy(), stallMs);
  await once(raw, 'drain', { signal }).catch(() => undefined);
  clearTimeout(timer);
}

/** By the ID that players see. Texts of errors may name the content ID, which placement tells operators as well. */
function show({ ids }: ConsoleContext, source: string, { contentId, ...event }: LoggedEvent): ShownEvent {
  return {
    source,
    ...event,
    ...(typeof contentId === 'string' && { video: shownVideo(ids, contentId) }),
  };
}
