import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../context.js';
import { json, needsKey } from '../route-parts.js';
import { timingsAnswer, timingsSchema } from '../timings/timing-answer.js';

const schema: RouteSchema = {
  operationId: 'readTimings',
  summary: 'How long first bytes and silences took in the last minutes, and how fast videos are made',
  description:
    'Percentiles of what all routers, or workers, counted together. They are made of the buckets of histograms, and as exact as those.',
  tags: ['cluster'],
  security: needsKey,
  response: {
    200: json('The percentiles, step by step', timingsSchema),
    ...problems('unauthorized'),
  },
};

/** `GET /admin/timings`: percentiles of the last minutes, as the console has kept them. */
export function timingsRoute(
  app: FastifyInstance,
  { timings, timingsKeptMs }: Pick<ConsoleContext, 'timings' | 'timingsKeptMs'>,
): void {
  app.get('/admin/timings', { schema }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(timingsAnswer(timings.timings, timingsKeptMs)),
  );
}
