import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import type { EventFeed } from './event-feed.js';

/** Longer, and what lies between could take the connection for dead. */
const longestWaitMs = 30_000;

/**
 * `GET /events?after=&waitMs=`: the last events of this process, an `EventPage`. For peers only; register it behind their
 * authentication.
 */
export function eventRoutes(app: FastifyInstance, feed: EventFeed): void {
  app.get<{ Querystring: { after?: string; waitMs?: string } }>('/events', (request) => {
    const { after, waitMs = '0' } = request.query;
    const wait = /^\d{1,5}$/.test(waitMs) ? Number(waitMs) : Number.NaN;
    if (!(wait <= longestWaitMs))
      throw new UnderstudyError('bad_request', `waitMs must be from 0 to ${longestWaitMs}`);
    return feed.after(after, wait);
  });
}
