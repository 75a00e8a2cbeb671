import { callerOf, scopes } from '@understudy/access-keys';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { json, needsKey } from '../route-parts.js';

const sessionSchema = Type.Object(
  {
    id: Type.String({ description: 'The ID of the key; of one of the configuration its place there' }),
    name: Type.String(),
    scopes: Type.Array(Type.Enum([...scopes])),
    expiresAtMs: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { title: 'OperatorSession' },
);

const schema: RouteSchema = {
  operationId: 'readOperatorSession',
  summary: 'Whose key this is, and what it may do',
  tags: ['keys'],
  security: needsKey,
  response: { 200: json('Of the key that was sent', sessionSchema), ...problems() },
};

/** `GET /admin/session`: for pages that show only what the key may do. It asks no store. */
export function sessionRoute(app: FastifyInstance): void {
  app.get('/admin/session', { schema }, async (request, reply) => {
    const { id, name, scopes: given, expiresAtMs } = callerOf(request);
    return reply
      .header('cache-control', 'no-store')
      .send({ id, name, scopes: scopes.filter((scope) => given.includes(scope)), expiresAtMs });
  });
}
