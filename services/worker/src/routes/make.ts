import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { beginWhole } from '../produce/make-whole.js';
import { contentIdOf } from './content-id.js';

/** `POST /artifacts/{contentId}/make`: an operator wants all of it, though nobody plays it. `202` when that has begun. */
export function makeRoute(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string } }>('/artifacts/:contentId/make', async (request, reply) => {
    beginWhole(await context.openProduction(contentIdOf(request.params.contentId)));
    return reply.code(202).send({});
  });
}
