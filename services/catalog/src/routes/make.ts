import { extname } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import { forGood, sendAsset } from '../assets/send-asset.js';
import type { CatalogContext } from '../context.js';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
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
  app.get('/make', { exposeHeadRoute: true }, (_request, reply) =>
    reply.header('location', 'make/').code(308).send(),
  );
  app.get('/make/', { exposeHeadRoute: true }, (request, reply) => {
    reply
      .header('content-security-policy', makePagePolicy(publicUrl))
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store');
    return sendAsset(request, reply, makeAssets.page, 'text/html; charset=utf-8');
  });
  app.get<{ Params: { name: string } }>(
    '/make/assets/:name',
    { exposeHeadRoute: true },
    async (request, reply) => {
      const asset = makeAssets.files.get(request.params.name);
      const type = types[extname(request.params.name)];
      if (asset === undefined || type === undefined) throw new UnderstudyError('not_found', 'no such asset');
      return sendAsset(request, reply.header('cache-control', forGood), asset, type);
    },
  );
}
