import { extname } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { forGood, sendAsset } from '../assets/send-asset.js';
import type { CatalogContext } from '../context.js';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const common = { tags: ['pages'], security: [] } as const;

const toPageSchema: RouteSchema = {
  ...common,
  operationId: 'findMakePage',
  summary: 'Leads to the page where videos are described and made',
  response: {
    308: { description: 'To `make/`', type: 'null' },
    ...problems('rate_limited', 'catalog_unavailable'),
  },
};

const pageSchema: RouteSchema = {
  ...common,
  operationId: 'readMakePage',
  summary: 'A page where videos are described and made',
  response: {
    200: { description: 'The page', content: { 'text/html': { schema: Type.String() } } },
    ...problems('rate_limited', 'catalog_unavailable'),
  },
};

const assetSchema: RouteSchema = {
  ...common,
  operationId: 'readMakeAsset',
  summary: 'A script or the style of that page',
  params: Type.Object({ name: Type.String({ description: 'It holds the digest of what it names' }) }),
  response: {
    200: {
      description: 'The script or style',
      content: {
        'text/javascript': { schema: Type.String() },
        'text/css': { schema: Type.String() },
      },
    },
    ...problems('not_found', 'rate_limited', 'catalog_unavailable'),
  },
};

/**
 * Nothing but its own files, this service, and the watch page in a frame; in no frame itself, since it is given an API key. The empty icon is
 * the one `data:` that it has.
 */
function makePagePolicy(publicUrl: string): string {
  const watch = publicUrl === '' ? "'self'" : `'self' ${new URL(publicUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    `frame-src ${watch}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** `GET /make/` and its assets: a page where videos are described and made. Its addresses are relative, so it ends in a slash. */
export function makeRoutes(app: FastifyInstance, { makeAssets, publicUrl }: CatalogContext): void {
  app.get('/make', { exposeHeadRoute: true, schema: toPageSchema }, (_request, reply) =>
    reply.header('location', 'make/').code(308).send(),
  );
  app.get('/make/', { exposeHeadRoute: true, schema: pageSchema }, (request, reply) => {
    reply.header('content-security-policy', makePagePolicy(publicUrl)).header('cache-control', 'no-store');
    return sendAsset(request, reply, makeAssets.page, 'text/html; charset=utf-8');
  });
  app.get<{ Params: { name: string } }>(
    '/make/assets/:name',
    { exposeHeadRoute: true, schema: assetSchema },
    async (request, reply) => {
      const asset = makeAssets.files.get(request.params.name);
      const type = types[extname(request.params.name)];
      if (asset === undefined || type === undefined) throw new UnderstudyError('not_found', 'no such asset');
      return sendAsset(request, reply.header('cache-control', forGood), asset, type);
    },
  );
}
