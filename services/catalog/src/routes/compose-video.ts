import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { describedAnswers, needsKey } from '../answers.js';
import { composeForViewer } from '../compose/compose-for-viewer.js';
import { composeRequestSchema, parseComposeRequest } from '../compose/compose-request.js';
import type { CatalogContext } from '../context.js';
import { describeVideo } from '../describe-video.js';

const schema: RouteSchema = {
  operationId: 'composeVideo',
  summary: 'Compose a description that a viewer has not seen, and give its video an ID',
  tags: ['videos'],
  security: needsKey,
  body: { content: { 'application/json': { schema: composeRequestSchema } } },
  response: {
    ...describedAnswers,
    ...problems(
      ...(['bad_request', 'unauthorized', 'payload_too_large', 'too_expensive'] as const),
      ...(['rate_limited', 'budget_exceeded', 'metadata_unavailable', 'catalog_unavailable'] as const),
    ),
  },
};

/** `POST /v1/compose`: `{viewer, request}` → a video that the viewer was not given before; answered like `POST /v1/videos`. */
export function composeVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.post('/v1/compose', { schema, config: { needs: 'create' } }, async (request, reply) => {
    const { viewer, wish } = parseComposeRequest(request.body);
    const description = await composeForViewer(context, viewer, wish);
    const { created, video } = await describeVideo(context, description, request);
    return reply
      .code(created ? 201 : 200)
      .header('cache-control', 'no-store')
      .send(video);
  });
}
