import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance, FastifySchema } from 'fastify';
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

const params = { type: 'object', required: ['id'], properties: { id: sessionIdSchema } };
const problem = { type: 'object', description: 'A problem document', additionalProperties: true };

const putSchema: FastifySchema & { summary: string } = {
  summary: 'Keeps where a viewer is in a video',
  params,
  body: sessionSchema,
  response: { 204: { type: 'null', description: 'Kept' }, '4xx': problem, '5xx': problem },
};

const getSchema: FastifySchema & { summary: string } = {
  summary: 'Where a viewer was when it was kept last',
  params,
  response: { 200: sessionSchema, '4xx': problem, '5xx': problem },
};

/** What is wrong is told by our own checks, in our words. */
const validatorCompiler = () => () => true;

/** `PUT` and `GET /v1/sessions/{id}`: where a viewer is, so that they go on there later, by any router and on any machine. */
export async function sessionRoutes(app: FastifyInstance, context: CatalogContext): Promise<void> {
  const { store, ids, events, sessions } = context;
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ ...crossOrigin, 'cache-control': 'no-store' });
  });
  app.options(path, async (_request, reply) => reply.code(204).headers(preflight).send());
  app.put<SessionParams>(
    path,
    { schema: putSchema, validatorCompiler, bodyLimit: sessions.bodyBytes },
    async (request, reply) => {
      const key = sessionKeyOf(request.params.id);
      const session = parseSession(request.body, ids);
      await store.saveSession(key, JSON.stringify(session), sessions);
      events.sessionSaved();
      return reply.code(204).send();
    },
  );
  app.get<SessionParams>(path, { schema: getSchema, validatorCompiler }, async (request, reply) => {
    const json = await store.readSession(sessionKeyOf(request.params.id));
    events.sessionRead(json !== undefined);
    if (json === undefined) throw new UnderstudyError('not_found', 'no such session');
    return reply.send(JSON.parse(json));
  });
}
