import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import type { CatalogContext } from '../context.js';
import { parseSession, sessionIdSchema, sessionKeyOf, sessionSchema } from '../sessions/session.js';

type SessionParams = { Params: { id: string } };

const path = '/v1/sessions/:id';

/** A player may be on a page of any origin: the ID is what admits it. */
const crossOrigin = { 'access-control-allow-origin': '*' } as const;
const preflight = {
  'access-control-allow-methods': 'GET, PUT, OPTIONS',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
} as const;

const params = Type.Object({ id: Type.String(sessionIdSchema) });
const session = { 'application/json': { schema: { ...sessionSchema, title: 'Session' } } };
const common = { tags: ['sessions'], security: [], params } as const;
const unavailable = ['metadata_unavailable', 'catalog_unavailable', 'rate_limited'] as const;

const putSchema: RouteSchema = {
  ...common,
  operationId: 'saveSession',
  summary: 'Keep where a viewer is in a video',
  body: { content: session },
  response: {
    204: { description: 'Kept', type: 'null' },
    ...problems('bad_request', 'payload_too_large', ...unavailable),
  },
};

const getSchema: RouteSchema = {
  ...common,
  operationId: 'readSession',
  summary: 'Where a viewer was when it was kept last',
  response: {
    200: { description: 'The video and the place in it', content: session },
    ...problems('bad_request', 'not_found', ...unavailable),
  },
};

/** `PUT` and `GET /v1/sessions/{id}`: where a viewer is, so that they go on there later, by any router and on any machine. */
export async function sessionRoutes(app: FastifyInstance, context: CatalogContext): Promise<void> {
  const { store, ids, events, sessions } = context;
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ ...crossOrigin, 'cache-control': 'no-store' });
  });
  app.options(path, async (_request, reply) => reply.code(204).headers(preflight).send());
  app.put<SessionParams>(
    path,
    { schema: putSchema, bodyLimit: sessions.bodyBytes },
    async (request, reply) => {
      const key = sessionKeyOf(request.params.id);
      const session = parseSession(request.body, ids);
      await store.saveSession(key, JSON.stringify(session), sessions);
      events.sessionSaved();
      return reply.code(204).send();
    },
  );
  app.get<SessionParams>(path, { schema: getSchema }, async (request, reply) => {
    const json = await store.readSession(sessionKeyOf(request.params.id));
    events.sessionRead(json !== undefined);
    if (json === undefined) throw new UnderstudyError('not_found', 'no such session');
    return reply.send(JSON.parse(json));
  });
}
