import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { contentIdOf } from './content-id.js';

/** `POST /artifacts/{contentId}/archive`: upload it; the worker that plays it counts the plays, and has better to do. */
export function archiveRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string } }>('/artifacts/:contentId/archive', async (request, reply) => {
    const contentId = contentIdOf(request.params.contentId);
    const artifact = context.store.get(contentId);
    if (context.archive === undefined || artifact?.isComplete() !== true)
      throw new UnderstudyError('not_found', `${contentId} is not complete here, or there is no archive`);
    context.archive.want(artifact);
    return reply.code(202).send({});
  });
}
