import { videoIdOf } from '@understudy/metadata-store';
import type { EvictAnswer } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { victimsIn } from '../evict/victims.js';
import { contentIdOf } from './content-id.js';

/**
 * `POST /artifacts/{contentId}/evict`: an operator wants its room. What is in use stays. With `?for=making` it is to be made again: nothing
 * goes where that would give other bytes.
 */
export function evictRoute(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string }; Querystring: { for?: string } }>(
    '/artifacts/:contentId/evict',
    async (request): Promise<EvictAnswer> => {
      const videoId = contentIdOf(request.params.contentId);
      const isRefused = request.query.for === 'making' && context.generator.resumable !== 'byte';
      const bytes = isRefused ? undefined : await context.evictVideo(videoId);
      const kept = victimsIn(context.store, context.generator).filter(
        ({ contentId, isForeign }) => !isForeign && videoIdOf(contentId) === videoId,
      ).length;
      return { evicted: bytes !== undefined, bytes: bytes ?? 0, kept, isRefused };
    },
  );
}
