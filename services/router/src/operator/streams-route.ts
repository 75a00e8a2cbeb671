import { UnderstudyError } from '@understudy/errors';
import type { StreamsAnswer } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';

/** An answer of a peer has its limit, too. */
const mostShown = 1_000;

/** `GET /streams?limit=`: the responses that are open, for peers. `show` gives the first of them, so many at most. */
export function streamsRoute(app: FastifyInstance, show: (most: number) => Promise<StreamsAnswer>): void {
  app.get<{ Querystring: { limit?: string } }>('/streams', (request) => {
    const { limit = String(mostShown) } = request.query;
    const most = /^\d{1,4}$/.test(limit) ? Number(limit) : Number.NaN;
    if (!(most <= mostShown))
      throw new UnderstudyError('bad_request', `limit must be from 0 to ${mostShown}`);
    return show(most);
  });
}
