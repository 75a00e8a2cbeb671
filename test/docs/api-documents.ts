import swagger from '@fastify/swagger';
import { publicRoutes, startCatalog } from '@understudy/catalog/testing';
import { operatorRoutes, startConsole } from '@understudy/console/testing';
import { playPaths, steeringPath } from '@understudy/router/testing';
import { type FastifyInstance, fastify, type RouteHandlerMethod } from 'fastify';

/** An OpenAPI 3.1 document, as far as tests look into it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>
  >;
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
} as const;

/** What a router answers, by itself and through the catalog. */
export async function publicDocument(): Promise<ApiDocument> {
  const { context } = await startCatalog();
  return documentOf(
    {
      title: 'Understudy',
      description:
        'Videos are described, and then made and played at the same time. Whoever has an ID may play its video. ' +
        'Errors are problem documents (RFC 9457): decide by `code`.',
    },
    [
      { name: 'videos', description: 'Create, compose, read and delete' },
      { name: 'playing', description: 'The bytes of a video, complete or while it is made' },
      { name: 'sessions', description: 'Where viewers are, to go on there later' },
      { name: 'pages', description: 'For browsers' },
      { name: 'documents', description: 'This document, and a page to read it' },
    ],
    (app) => {
      publicRoutes(app, context);
      // The router has one route for all of them.
      const handler: RouteHandlerMethod = (_request, reply) => reply.callNotFound();
      const config = { swagger: { exposeHeadRoute: true } };
      for (const { url, schema } of [...playPaths, steeringPath])
        for (const method of ['GET', 'HEAD'] as const)
          app.route({ method, url, schema: schema[method], handler, config });
    },
  );
}

/** What the console answers on its private port. */
export async function adminDocument(): Promise<ApiDocument> {
  const { context } = await startConsole();
  return documentOf(
    {
      title: 'Understudy, for operators',
      description:
        'What the console answers, on a private port. Errors are problem documents (RFC 9457): decide by `code`.',
    },
    [
      { name: 'cluster', description: 'Members and the ring' },
      { name: 'workers', description: 'Drain and activate' },
      { name: 'videos', description: 'Where they are' },
      { name: 'streams', description: 'Open responses' },
      { name: 'events', description: 'What happened, and what happens' },
      { name: 'keys', description: 'Who may ask for what' },
      { name: 'replication', description: 'Which videos have a second copy' },
      { name: 'playback', description: 'Which tokens are revoked' },
      { name: 'process', description: 'Health and metrics, of every service on its private port' },
      { name: 'documents', description: 'This document, and a page to read it' },
    ],
    (app) => operatorRoutes(app, context),
  );
}

interface OpenApi {
  readonly paths: object;
  readonly components: object;
}

async function documentOf(
  info: { readonly title: string; readonly description: string },
  tags: readonly { readonly name: string; readonly description: string }[],
  routes: (app: FastifyInstance) => void,
): Promise<ApiDocument> {
  const app = fastify({ exposeHeadRoutes: false });
  // Nothing is sent.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { ...info, version: '1', license: { name: 'MIT', identifier: 'MIT' } as { name: string } },
      servers: [{ url: '/' }],
      tags: [...tags],
      components: { securitySchemes },
    },
    convertConstToEnum: false,
    hideUntagged: true,
  });
  await app.register(async (scope) => routes(scope));
  await app.ready();
  const document = JSON.parse(JSON.stringify(app.swagger())) as OpenApi;
  await app.close();
  return nameSchemas(document);
}

/** Puts every schema that has a title among the components, each once, and a reference where it stood; paths in their order. */
function nameSchemas({ paths, components, ...document }: OpenApi): ApiDocument {
  const schemas: Record<string, object> = {};
  const named = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(named);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each)]));
    // A field may be called so, too.
    if (typeof copy['title'] !== 'string') return copy;
    const { title, ...schema } = copy;
    schemas[title] = schema;
    return { $ref: `#/components/schemas/${title}` };
  };
  const inOrder = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
  const sorted = inOrder(named(paths) as ApiDocument['paths']);
  return { ...document, paths: sorted, components: { ...components, schemas: inOrder(schemas) } };
}
