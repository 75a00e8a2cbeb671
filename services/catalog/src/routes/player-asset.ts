import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { forGood, sendAsset } from '../assets/send-asset.js';
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
        .header('cache-control', forGood)
        // A page in a sandboxed frame has no origin that could be the same.
        .header('access-control-allow-origin', '*');
      return sendAsset(request, reply, asset, 'text/javascript; charset=utf-8');
    },
  );
}
