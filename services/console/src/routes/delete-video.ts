import { problems, type RouteSchema } from '@understudy/schema';
import { deleteVideo } from '@understudy/video-records';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../context.js';
import { needsKey, videoParams } from '../route-parts.js';
import { namedVideo } from '../videos/named-video.js';

const schema: RouteSchema = {
  operationId: 'deleteVideo',
  summary: 'Delete a video for good',
  description:
    'Every copy of it goes, also that in the archive, and the description. Deleting again is no error, so that a client which lost the ' +
    'answer can repeat it.',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  response: {
    204: { type: 'null', description: 'The deletion is stored for good' },
    ...problems('unauthorized', 'not_found', 'metadata_unavailable'),
  },
};

/** `DELETE /admin/videos/{id}`: what `DELETE /v1/videos/{id}` does, for an operator. RFC 9110 section 9.2.2: DELETE is idempotent. */
export function deleteVideoRoute(app: FastifyInstance, context: ConsoleContext): void {
  const { store, membership, events, ids } = context;
  app.delete<{ Params: { id: string } }>('/admin/videos/:id', { schema }, async (request, reply) => {
    const contentId = namedVideo(ids, request.params.id);
    const digest = await deleteVideo({ store, membership, onRecordsKept: events.recordsKept }, contentId);
    if (digest !== undefined) events.deleted(contentId, digest);
    return reply.code(204).header('cache-control', 'no-store').send();
  });
}
