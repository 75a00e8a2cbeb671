import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance, FastifySchema } from 'fastify';
import type { RouterContext } from '../context.js';
import { crossOrigin } from '../play/headers.js';
import { pathwaysFrom } from '../steering/public-origins.js';

const schema: FastifySchema & { summary: string } = {
  summary: 'In which order a player should ask the public addresses (HLS content steering)',
  params: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
  querystring: {
    type: 'object',
    properties: {
      _HLS_pathway: { type: 'string', description: 'The pathway that the player uses; not looked at' },
      _HLS_throughput: { type: 'string', description: 'What it measured; not looked at' },
    },
  },
  response: {
    200: {
      type: 'object',
      required: ['VERSION', 'TTL', 'PATHWAY-PRIORITY'],
      properties: {
        VERSION: { type: 'integer' },
        TTL: { type: 'integer', description: 'Seconds until it should be asked for again' },
        'PATHWAY-PRIORITY': { type: 'array', items: { type: 'string' } },
      },
    },
  },
};

/** A query may be anything: nothing is read of it. */
const validatorCompiler = () => () => true;

/**
 * `GET /v/{id}/steering.json`: the steering manifest (draft-pantos-hls-rfc8216bis section 7.2) that the multivariant playlist names, where
 * there are several public addresses. Computed from the configuration alone.
 */
export function steeringRoute(app: FastifyInstance, { ids, steering }: RouterContext): void {
  if (steering === undefined) return;
  app.get<{ Params: { id: string } }>(
    '/v/:id/steering.json',
    { schema, validatorCompiler, exposeHeadRoute: true },
    async ({ params, host }, reply) => {
      reply.headers(crossOrigin);
      if (ids.decode(params.id) === undefined) throw new UnderstudyError('not_found');
      return reply
        .header('content-type', 'application/json')
        .header('cache-control', 'no-store')
        .send({
          VERSION: 1,
          TTL: steering.ttlS,
          'PATHWAY-PRIORITY': pathwaysFrom(steering.pathways, host).map(({ id }) => id),
        });
    },
  );
}
