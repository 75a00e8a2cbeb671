import { planSegments } from '@understudy/description';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { videoIdParams, videoStatusSchema } from '../answers.js';
import type { CatalogContext } from '../context.js';
import { findVideo } from '../find-video.js';
import { readProgress } from '../read-progress.js';

const schema: RouteSchema = {
  operationId: 'readVideo',
  summary: 'What a video is, and how far it is made',
  tags: ['videos'],
  security: [],
  params: videoIdParams,
  response: {
    200: { description: 'The video', content: { 'application/json': { schema: videoStatusSchema } } },
    ...problems(
      ...(['not_found', 'gone', 'rate_limited', 'generator_failed'] as const),
      ...(['metadata_unavailable', 'catalog_unavailable'] as const),
    ),
  },
};

/** `GET /v1/videos/{id}`: what a video is and how far it is. Whoever has the ID may ask. */
export function readVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.get<{ Params: { id: string } }>(
    '/v1/videos/:id',
    { exposeHeadRoute: true, schema },
    async (request, reply) => {
      const { id } = request.params;
      const { contentId, description, digest } = await findVideo(context, id);
      const plan = planSegments(description);
      const { artifactId: _, ...progress } = await readProgress(
        context,
        contentId,
        digest,
        plan.segmentCount,
      );
      return reply.header('cache-control', 'no-store').send({
        id,
        description,
        ...progress,
        durationSeconds: plan.durationS,
      });
    },
  );
}
