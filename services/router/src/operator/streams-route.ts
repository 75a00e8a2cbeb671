import type { StreamsAnswer } from '@understudy/peer-protocol';
import { queryInteger } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';

/** An answer of a peer has its limit, too. */
const mostShown = 1_000;

/** `GET /streams?limit=`: the responses that are open, for peers. `show` gives the first of them, so many at most. */
export function streamsRoute(app: FastifyInstance, show: (most: number) => Promise<StreamsAnswer>): void {
  app.get<{ Querystring: { limit?: string } }>('/streams', (request) =>
    show(queryInteger('limit', request.query.limit, { fallback: mostShown, min: 0, max: mostShown })),
  );
}
