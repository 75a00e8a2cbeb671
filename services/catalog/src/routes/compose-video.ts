import { accessKeyOf } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import { composeForViewer } from '../compose/compose-for-viewer.js';
import { parseComposeRequest } from '../compose/compose-request.js';
import type { CatalogContext } from '../context.js';
import { describeVideo } from '../describe-video.js';

/** `POST /v1/compose`: `{viewer, request}` → a video that the viewer was not given before; answered like `POST /v1/videos`. */
export function composeVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.post('/v1/compose', async (request, reply) => {
    const { viewer, wish } = parseComposeRequest(request.body);
    const description = await composeForViewer(context, viewer, wish);
    const caller = { requestId: request.id, apiKey: accessKeyOf(request) };
    const { created, video } = await describeVideo(context, description, caller);
    return reply
      .code(created ? 201 : 200)
      .header('cache-control', 'no-store')
      .send(video);
  });
}
