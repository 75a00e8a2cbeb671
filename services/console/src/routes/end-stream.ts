import { UnderstudyError } from '@understudy/errors';
import type { EndAnswer } from '@understudy/peer-protocol';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { endedStreamsSchema } from '../answers/streams.js';
import type { ConsoleContext } from '../context.js';
import { json, needsKey } from '../route-parts.js';

const schema: RouteSchema = {
  operationId: 'endStream',
  summary: 'Cut an open response',
  description:
    'Its player can tell that there was more to come, and may ask again: whoever must not play a video at all needs it deleted.',
  tags: ['streams'],
  security: needsKey,
  params: Type.Object({
    router: Type.String({ description: 'The ID of the router that gives it' }),
    requestId: Type.String({ description: 'Its request ID' }),
  }),
  response: {
    200: json('It was cut', endedStreamsSchema),
    ...problems('unauthorized', 'stream_not_open', 'peer_unreachable', 'peer_protocol'),
  },
};

/** A router of several processes waits up to a second for one of them. */
const endTimeoutMs = 5_000;

/** `POST /admin/streams/{router}/{requestId}/end`: a router cuts an open response. */
export function endStreamRoute(app: FastifyInstance, context: ConsoleContext): void {
  const { routers, peers, events } = context;
  app.post<{ Params: { router: string; requestId: string } }>(
    '/admin/streams/:router/:requestId/end',
    { schema },
    async (request) => {
      const { router: id, requestId } = request.params;
      const router = (await routers.read()).find((each) => each.id === id);
      if (router === undefined) throw notOpen(`There is no router ${id}.`);
      const { ended } = await peers.json<EndAnswer>({
        method: 'POST',
        url: router.url,
        path: `/streams/${encodeURIComponent(requestId)}/end`,
        headTimeoutMs: endTimeoutMs,
      });
      if (ended === 0) throw notOpen(`Router ${id} has no open response of request ${requestId}.`);
      events.streamEnded(id, requestId);
      return { ended };
    },
  );
}

function notOpen(publicDetail: string): UnderstudyError {
  return new UnderstudyError('stream_not_open', publicDetail, { publicDetail });
}
