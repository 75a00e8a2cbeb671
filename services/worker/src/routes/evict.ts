import { videoIdOf } from '@understudy/metadata-store';
import type { EvictAnswer } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { victimsIn } from '../evict/victims.js';
import { contentIdOf } from './content-id.js';

/** `POST /artifacts/{contentId}/evict`: an operator wants its room. What is in use stays. */
export function evictRoute(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string } }>(
    '/artifacts/:contentId/evict',
    async (request): Promise<EvictAnswer> => {
      const videoId = contentIdOf(request.params.contentId);
      const bytes = await context.evictVideo(videoId);
      const kept = victimsIn(context.store).filter(
        ({ contentId, regenerable }) => regenerable && videoIdOf(contentId) === videoId,
      ).length;
      return { evicted: bytes !== undefined, bytes: bytes ?? 0, kept };
    },
  );
}
