import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';

/** `GET /drain`: what would move if this worker drained now. That it drains, it learns from the metadata store. */
export function drainRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.get('/drain', () => context.previewDrain());
}
