import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import { takesGzip } from '@understudy/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { docsPage, docsPolicy, startScript } from './docs-page.js';
import { type ServedFile, ServedFiles, served } from './served-files.js';

export interface ApiDocsOptions {
  /** The path below which the routes are, such as `/v1`. */
  readonly at: string;
  readonly document: 'openapi.json' | 'openapi-admin.json';
  readonly title: string;
}

const javascript = 'text/javascript; charset=utf-8';

/**
 * `GET {at}/openapi.json`: the document of the API; `GET {at}/docs/`: a page to read and try it, and its files. Nothing is read before
 * somebody asks.
 */
export function apiDocsRoutes(app: FastifyInstance, { at, document, title }: ApiDocsOptions): void {
  const files = new ServedFiles();
  const page = once(() => served(Buffer.from(docsPage(title))));
  const start = once(() => served(Buffer.from(startScript)));
  const parts: Readonly<Record<string, { readonly type: string; readonly read: () => Promise<ServedFile> }>> =
    {
      'start.js': { type: javascript, read: start },
      'swagger-ui-bundle.js': { type: javascript, read: () => files.get('swagger-ui-bundle.js') },
      'swagger-ui.css': { type: 'text/css; charset=utf-8', read: () => files.get('swagger-ui.css') },
    };

  const documentRoute = { exposeHeadRoute: true, schema: documentSchema };
  app.get(`${at}/openapi.json`, documentRoute, async (request, reply) =>
    send(request, reply.header('content-type', 'application/json'), await files.get(document)),
  );
  // Where the page is, decides what its files are called.
  app.get(`${at}/docs`, (_request, reply) => reply.redirect('docs/', 308));
  app.get(`${at}/docs/`, { exposeHeadRoute: true, schema: pageSchema }, async (request, reply) => {
    reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', docsPolicy);
    return send(request, reply, await page());
  });
  app.get<{ Params: { name: string } }>(
    `${at}/docs/:name`,
    { exposeHeadRoute: true, schema: fileSchema },
    async (request, reply) => {
      const { name } = request.params;
      const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
      if (part === undefined) throw new UnderstudyError('not_found');
      return send(request, reply.header('content-type', part.type), await part.read());
    },
  );
}

function send(request: FastifyRequest, reply: FastifyReply, { body, gzipped, digest }: ServedFile) {
  const zips = takesGzip(request.headers['accept-encoding']);
  // RFC 9110 section 8.8.3.3: another coding is another representation.
  const etag = zips ? `"${digest}-gzip"` : `"${digest}"`;
  reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  if (!zips) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(gzipped);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const unchanged = { type: 'null', description: 'As `If-None-Match` has it' } as const;

const documentSchema: RouteSchema = {
  operationId: 'readDocument',
  summary: 'This document',
  tags: ['documents'],
  security: [],
  response: {
    200: {
      description: 'OpenAPI 3.1',
      content: { 'application/json': { schema: Type.Object({}, { additionalProperties: true }) } },
    },
    304: unchanged,
  },
};

const pageSchema: RouteSchema = {
  operationId: 'readDocs',
  summary: 'A page to read this document, and to try what it says',
  tags: ['documents'],
  security: [],
  response: {
    200: { description: 'Swagger UI', content: { 'text/html': { schema: Type.String() } } },
    304: unchanged,
  },
};

const fileSchema: RouteSchema = {
  operationId: 'readDocsFile',
  summary: 'A script or the style of that page',
  tags: ['documents'],
  security: [],
  params: Type.Object({ name: Type.Enum(['start.js', 'swagger-ui-bundle.js', 'swagger-ui.css']) }),
  response: {
    200: {
      description: 'The file',
      content: { 'text/javascript': { schema: Type.String() }, 'text/css': { schema: Type.String() } },
    },
    304: unchanged,
    ...problems('not_found'),
  },
};
