import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from '../context.js';
import { deleteVideo } from '../delete-video.js';

/** `DELETE /v1/videos/{id}`: 204 when it is gone for good, also when it was before. RFC 9110 section 9.2.2: DELETE is idempotent. */
export function deleteVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.delete<{ Params: { id: string } }>('/v1/videos/:id', async (request, reply) => {
    await deleteVideo(context, request.params.id, request.id);
    return reply.code(204).header('cache-control', 'no-store').send();
  });
}
