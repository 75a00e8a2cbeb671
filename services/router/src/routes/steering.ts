import { UnderstudyError } from '@understudy/errors';
import { pathwaysFrom } from '@understudy/peer-protocol';
import { problems, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import type { RouterContext } from '../context.js';
import { clientAddress } from '../http/client-address.js';
import { crossOrigin } from '../play/headers.js';
import { admitPlayer } from '../playback/admit-player.js';
import { type PlayPath, tokenProblems, videoId, withoutBodies } from './play-schemas.js';

const params = Type.Object({ id: videoId });
const querystring = Type.Object({
  token: Type.Optional(Type.String({ description: 'Where playback is signed: a JWT' })),
  _HLS_pathway: Type.Optional(
    Type.String({ description: 'The pathway that the player uses; not looked at' }),
  ),
  _HLS_throughput: Type.Optional(Type.String({ description: 'What it measured; not looked at' })),
});
const manifest = Type.Object(
  {
    VERSION: Type.Literal(1),
    TTL: Type.Integer({ minimum: 1, description: 'Seconds until it should be asked for again' }),
    'PATHWAY-PRIORITY': Type.Array(Type.String(), { description: 'The first should be asked first' }),
  },
  { title: 'SteeringManifest' },
);
const description = 'Where the cluster has several public addresses; 404 otherwise.';
const common = { tags: ['playing'], security: [], params, querystring, description } as const;

/** For the document of the API: a router has the route only where it has several addresses. */
export const steeringPath: PlayPath = {
  url: '/v/:id/steering.json',
  schema: {
    GET: {
      ...common,
      operationId: 'playSteering',
      summary: 'In which order a player should ask the public addresses (HLS content steering)',
      response: {
        200: { description: 'The steering manifest', content: { 'application/json': { schema: manifest } } },
        ...problems('not_found', 'rate_limited', ...tokenProblems),
      },
    },
    HEAD: {
      ...common,
      operationId: 'playSteering',
      summary: 'In which order a player should ask the public addresses: the head of its answer',
      response: {
        200: { description: 'There is a steering manifest', type: 'null' },
        ...withoutBodies(problems('not_found', 'rate_limited', ...tokenProblems)),
      },
    },
  },
};

type SteeringPlace = { Params: { id: string; grant?: string }; Querystring: { token?: unknown } };

/**
 * `GET /v/{id}/steering.json`: the steering manifest (draft-pantos-hls-rfc8216bis section 7.2) that the multivariant playlist names, where
 * there are several public addresses. Computed from the configuration alone.
 */
export function steeringRoute(app: FastifyInstance, context: RouterContext): void {
  const { ids, steering, playback } = context;
  if (steering === undefined) return;
  const granted = playback === undefined ? [] : [steeringPath.url.replace('/steering', '/s/:grant/steering')];
  for (const url of [steeringPath.url, ...granted])
    app.get<SteeringPlace>(url, { exposeHeadRoute: true }, async (request, reply) => {
      reply.headers(crossOrigin);
      const contentId = ids.decode(request.params.id);
      if (contentId === undefined) throw new UnderstudyError('not_found');
      if (playback !== undefined)
        await admitPlayer(
          playback,
          clientAddress(request.raw, context.trustedProxies),
          contentId,
          request,
          reply,
        );
      return reply
        .header('content-type', 'application/json')
        .header('cache-control', 'no-store')
        .send({
          VERSION: 1,
          TTL: steering.ttlS,
          'PATHWAY-PRIORITY': pathwaysFrom(steering.pathways, request.host).map(({ id }) => id),
        });
    });
}
