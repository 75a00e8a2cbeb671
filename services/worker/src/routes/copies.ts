import { type CopiesAnswer, parseCopiesQuestion } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';

/** `POST /copies`: what this worker has of what another has. Looks nothing up. */
export function copiesRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.post('/copies', (request): CopiesAnswer => {
    const { copies, promise } = parseCopiesQuestion(request.body);
    return { copies: copies.map((copy) => context.moves.answer(copy, promise)) };
  });
}
