import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type EvictionAnswer, evictionsSchema } from '../answers/videos.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership, memberOf } from '../current-membership.js';
import { json, needsKey, videoParams } from '../route-parts.js';
import { evictCopies } from '../videos/evict-copies.js';
import { namedVideo } from '../videos/named-video.js';

const schema: RouteSchema = {
  operationId: 'evictVideo',
  summary: 'Have workers remove their copies of a video',
  description: 'All or one of them, by the rules of eviction. The description stays.',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  querystring: Type.Object({
    worker: Type.Optional(Type.String({ description: 'The only one that is asked' })),
  }),
  response: {
    200: json('What became of the copies', evictionsSchema),
    ...problems('unauthorized', 'not_found', 'metadata_unavailable'),
  },
};

type EvictParams = { Params: { id: string }; Querystring: { worker?: string } };

/**
 * `POST /admin/videos/{id}/evict?worker=`: workers remove their copies of a video, all or one of them, by the rules of eviction. The
 * description stays: it is read from the archive or made again when somebody asks for it.
 */
export function evictRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.post<EvictParams>('/admin/videos/:id/evict', { schema }, async (request): Promise<EvictionAnswer> => {
    const contentId = namedVideo(context.ids, request.params.id);
    const { worker } = request.query;
    const { members } = currentMembership(context);
    const asked = worker === undefined ? members : [memberOf(context, worker)];
    const evictions = await evictCopies(context, asked, contentId);
    const workers = evictions.map(({ worker, result, bytes }) => ({ worker, result, bytes }));
    const evicted = workers.filter(({ result }) => result === 'evicted').map((each) => each.worker);
    context.events.evicted(contentId, evicted);
    return { workers };
  });
}
