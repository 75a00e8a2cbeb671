import { parseDescription } from '@understudy/description';
import { accessKeyOf } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from '../context.js';
import { describeVideo } from '../describe-video.js';

/** `POST /v1/videos`: a description → 201 for a new video, 200 for one that was described before, with its ID and URLs. */
export function createVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.post('/v1/videos', async (request, reply) => {
    const caller = { requestId: request.id, apiKey: accessKeyOf(request) };
    const { created, video } = await describeVideo(context, parseDescription(request.body), caller);
    return reply
      .code(created ? 201 : 200)
      .header('cache-control', 'no-store')
      .send(video);
  });
}
