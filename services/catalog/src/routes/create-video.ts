import { parseDescription } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import {
  describedAnswers,
  namedDescriptionSchema,
  needsKey,
  priceAnswerSchema,
  videoSchema,
} from '../answers.js';
import type { CatalogContext } from '../context.js';
import { checkedPrice, describeVideo } from '../describe-video.js';

const schema: RouteSchema = {
  operationId: 'createVideo',
  summary: 'Make a description known and give its video an ID',
  description:
    'The same description has the same ID. Where the key has a webhook, it is told what becomes of the video.',
  tags: ['videos'],
  security: needsKey,
  querystring: Type.Object({
    'dry-run': Type.Optional(
      Type.Enum(['0', '1'], { description: '1: tells the price of the description, and stores nothing' }),
    ),
  }),
  body: { content: { 'application/json': { schema: namedDescriptionSchema } } },
  response: {
    ...describedAnswers,
    200: {
      description: `${describedAnswers[200].description}. Of a dry run: what it would cost`,
      content: { 'application/json': { schema: Type.Union([videoSchema, priceAnswerSchema]) } },
    },
    ...problems(
      ...([
        'bad_request',
        'invalid_description',
        'unauthorized',
        'payload_too_large',
        'too_expensive',
      ] as const),
      ...(['rate_limited', 'budget_exceeded', 'metadata_unavailable', 'catalog_unavailable'] as const),
    ),
  },
};

/** `POST /v1/videos`: a description → 201 for a new video, 200 for one that was described before, with its ID and URLs. */
export function createVideoRoute(app: FastifyInstance, context: CatalogContext): void {
  app.post<{ Querystring: { 'dry-run'?: unknown } }>(
    '/v1/videos',
    { schema, config: { needs: 'create' } },
    async (request, reply) => {
      if (isDryRun(request.query['dry-run'])) {
        const price = await checkedPrice(context, parseDescription(request.body));
        return reply.header('cache-control', 'no-store').send({
          price: { generationSeconds: price },
          limit: { generationSeconds: context.prices.limit },
        });
      }
      const { created, video } = await describeVideo(context, parseDescription(request.body), request);
      return reply
        .code(created ? 201 : 200)
        .header('cache-control', 'no-store')
        .send(video);
    },
  );
}

/** @throws UnderstudyError `bad_request`: who misspelt it must not have stored something. */
function isDryRun(value: unknown): boolean {
  if (value === undefined || value === '0' || value === '1') return value === '1';
  throw new UnderstudyError('bad_request', `dry-run=${String(value)}`, {
    publicDetail: 'dry-run must be 1, or 0 or left out to store the description.',
  });
}
