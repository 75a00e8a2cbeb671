import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import { takesGzip } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from '../context.js';

const schema: RouteSchema = {
  operationId: 'readPlayerScript',
  summary: 'A script of that page',
  tags: ['pages'],
  security: [],
  params: Type.Object({ name: Type.String({ description: 'It holds the digest of what it names' }) }),
  response: {
    200: { description: 'The script', content: { 'text/javascript': { schema: Type.String() } } },
    ...problems('not_found', 'rate_limited', 'catalog_unavailable'),
  },
};

/** `GET /watch/assets/{name}`: a script of the watch page. No ID is in the way: no `/watch/{id}` has a second part. */
export function playerAssetRoute(app: FastifyInstance, { playerAssets }: CatalogContext): void {
  app.get<{ Params: { name: string } }>(
    '/watch/assets/:name',
    { exposeHeadRoute: true, schema },
    async (request, reply) => {
      const asset = playerAssets.files.get(request.params.name);
      if (asset === undefined) throw new UnderstudyError('not_found', 'no such script');
      reply
        .header('content-type', 'text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .header('x-content-type-options', 'nosniff')
        // A page in a sandboxed frame has no origin that could be the same.
        .header('access-control-allow-origin', '*');
      if (!takesGzip(request.headers['accept-encoding'])) return reply.send(asset.body);
      return reply.header('content-encoding', 'gzip').send(asset.gzipped);
    },
  );
}
