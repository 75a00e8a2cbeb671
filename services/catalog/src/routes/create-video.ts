import { parseDescription } from '@understudy/description';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { describedAnswers, namedDescriptionSchema, needsKey } from '../answers.js';
import type { CatalogContext } from '../context.js';
import { describeVideo } from '../describe-video.js';

const schema: RouteSchema = {
  operationId: 'createVideo',
  summary: 'Make a description known and give its video an ID',
  description:
    'The same description has the same ID. Where the key has a webhook, it is told what becomes of the video.',
  tags: ['videos'],
  security: needsKey,
  body: { content: { 'application/json': { schema: namedDescriptionSchema } } },
  response: {
    ...describedAnswers,
    ...problems(
      ...(['bad_request', 'invalid_description', 'unauthorized', 'payload_too_large'] as const),
      ...(['rate_limited', 'metadata_unavailable', 'catalog_unavailable'] as const),
    ),
  },
};

/** `POST /v1/videos`: a description → 201 for a new video, 200 for one that was described before, with its ID and URLs. */
export function createVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.post('/v1/videos', { schema, config: { needs: 'create' } }, async (request, reply) => {
    const { created, video } = await describeVideo(context, parseDescription(request.body), request);
    return reply
      .code(created ? 201 : 200)
      .header('cache-control', 'no-store')
      .send(video);
  });
}
