import type { EvictAnswer } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { contentIdOf } from './content-id.js';

/** `POST /artifacts/{contentId}/evict`: an operator wants its room. What is in use stays. */
export function evictRoute(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string } }>(
    '/artifacts/:contentId/evict',
    async (request): Promise<EvictAnswer> => {
      const bytes = await context.evictVideo(contentIdOf(request.params.contentId));
      return { evicted: bytes !== undefined, bytes: bytes ?? 0 };
    },
  );
}
