import { errorCodes, type FastifyInstance } from 'fastify';

/**
 * Bodies are JSON, and others are refused: by itself fastify takes text as well, of which a schema can only say that it is no object. What is empty
 * is no body, also where a client names a type for all that it sends; but a POST that says it is JSON is told that it must not be.
 */
export function takeJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.method === 'DELETE' && body === '') done(null, undefined);
    else parse(request, body, done);
  });
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type']));
  });
}
