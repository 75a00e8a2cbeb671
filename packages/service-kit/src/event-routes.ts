import type { FastifyInstance } from 'fastify';
import type { EventFeed } from './event-feed.js';
import { queryInteger } from './query-integer.js';

/** Longer, and what lies between could take the connection for dead. */
const longestWaitMs = 30_000;

/**
 * `GET /events?after=&waitMs=&last=`: the last events of this process, an `EventPage`. For peers only; register it behind their
 * authentication.
 */
export function eventRoutes(app: FastifyInstance, feed: EventFeed): void {
  app.get<{ Querystring: { after?: string; waitMs?: string; last?: string } }>('/events', (request) => {
    const { after, waitMs, last } = request.query;
    return feed.after(
      after,
      queryInteger('waitMs', waitMs, { fallback: 0, min: 0, max: longestWaitMs }),
      queryInteger('last', last, { fallback: 1_000_000, min: 0, max: 1_000_000 }),
    );
  });
}
