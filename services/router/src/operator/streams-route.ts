import type { EndAnswer } from '@understudy/peer-protocol';
import { queryInteger } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { ForOperators } from './for-operators.js';

/** An answer of a peer has its limit, too. */
const mostShown = 1_000;

/** `GET /streams?limit=`: the responses that are open, and `POST /streams/{requestId}/end`: they are cut; both for peers. */
export function streamsRoutes(
  app: FastifyInstance,
  { streams, endStreams }: Pick<ForOperators, 'streams' | 'endStreams'>,
): void {
  app.get<{ Querystring: { limit?: string } }>('/streams', (request) =>
    streams(queryInteger('limit', request.query.limit, { fallback: mostShown, min: 0, max: mostShown })),
  );
  // One that has ended meanwhile is no mistake of whoever asks: none were cut.
  app.post<{ Params: { requestId: string } }>(
    '/streams/:requestId/end',
    async (request): Promise<EndAnswer> => ({ ended: await endStreams(request.params.requestId) }),
  );
}
