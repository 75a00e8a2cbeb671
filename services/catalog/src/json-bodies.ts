import type { FastifyInstance } from 'fastify';

/**
 * Bodies are JSON, and others are refused: by itself fastify takes text as well, of which a schema can only say that it is no object. A DELETE
 * has no body, also where its client names a type for all that it sends.
 */
export function takeJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.method === 'DELETE' && body === '') done(null, undefined);
    else parse(request, body, done);
  });
}
