import { callerOf } from '@understudy/access-keys';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { needsKey, videoIdParams } from '../answers.js';
import type { CatalogContext } from '../context.js';
import { deleteVideo } from '../delete-video.js';

const schema: RouteSchema = {
  operationId: 'deleteVideo',
  summary: 'Delete a video for good',
  description:
    'Every copy of it goes. Deleting again is no error, so that a client which lost the answer can repeat it.',
  tags: ['videos'],
  security: needsKey,
  params: videoIdParams,
  response: {
    204: { type: 'null', description: 'The deletion is stored for good' },
    ...problems('unauthorized', 'not_found', 'rate_limited', 'metadata_unavailable', 'catalog_unavailable'),
  },
};

/** `DELETE /v1/videos/{id}`: 204 when it is gone for good, also when it was before. RFC 9110 section 9.2.2: DELETE is idempotent. */
export function deleteVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.delete<{ Params: { id: string } }>(
    '/v1/videos/:id',
    { schema, config: { needs: 'delete' } },
    async (request, reply) => {
      await deleteVideo(context, request.params.id, request.id, callerOf(request).id);
      return reply.code(204).header('cache-control', 'no-store').send();
    },
  );
}
