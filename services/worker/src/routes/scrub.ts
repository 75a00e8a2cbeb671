import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';

/** `POST /scrub`: reads everything now, from the beginning. `GET /status` tells how it goes. */
export function scrubRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.post('/scrub', async (_request, reply) => {
    context.scrubber.begin();
    return reply.code(202).send(context.scrubber.status());
  });
}
