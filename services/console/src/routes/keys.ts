import { callerOf, isKeyId, makeKey } from '@understudy/access-keys';
import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../context.js';
import {
  keyRequestSchema,
  parseKeyRequest,
  parseRotationRequest,
  rotationRequestSchema,
} from '../keys/key-requests.js';
import { keysSchema, type MadeKeyAnswer, madeKeySchema, shownKey } from '../keys/shown-key.js';
import { json, needsKey } from '../route-parts.js';

const common = { tags: ['keys'], security: needsKey } as const;
const params = Type.Object({ id: Type.String({ description: 'The ID of a key: 16 hexadecimal digits' }) });

const listSchema: RouteSchema = {
  ...common,
  operationId: 'listKeys',
  summary: 'The keys of the metadata store',
  description: 'Without their secrets, which nobody has. Keys of the configuration are not among them.',
  response: { 200: json('The keys', keysSchema), ...problems('metadata_unavailable') },
};

const createSchema: RouteSchema = {
  ...common,
  operationId: 'createKey',
  summary: 'Create a key',
  description:
    'Every service takes it at once. Where there are as many as there may be, one that was revoked or expired gives way.',
  body: { content: { 'application/json': { schema: keyRequestSchema } } },
  response: {
    201: json('The key, which is shown this once', madeKeySchema),
    ...problems('bad_request', 'too_many_keys', 'payload_too_large', 'metadata_unavailable'),
  },
};

const rotateSchema: RouteSchema = {
  ...common,
  operationId: 'rotateKey',
  summary: 'Give a key another secret',
  description: 'The secrets from before stay good for an overlap, and no longer than they were.',
  params,
  body: { content: { 'application/json': { schema: rotationRequestSchema } } },
  response: {
    200: json('The key with its new secret, which is shown this once', madeKeySchema),
    ...problems('bad_request', 'not_found', 'payload_too_large', 'metadata_unavailable'),
  },
};

const revokeSchema: RouteSchema = {
  ...common,
  operationId: 'revokeKey',
  summary: 'Revoke a key for good',
  description: 'It is refused everywhere within a second. Revoking again is no error.',
  params,
  response: {
    204: { type: 'null', description: 'It is revoked' },
    ...problems('not_found', 'metadata_unavailable'),
  },
};

type KeyParams = { Params: { id: string } };

/** `GET|POST /admin/keys`, `POST /admin/keys/{id}/rotate`, `DELETE /admin/keys/{id}`: who may ask for what. */
export function keyRoutes(app: FastifyInstance, context: ConsoleContext): void {
  const { store, events, mostKeys } = context;

  app.get('/admin/keys', { schema: listSchema }, async (_request, reply) => {
    const [{ keys = [], nowMs }, uses] = await Promise.all([
      store.readAccessKeys(),
      store.readAccessKeyUses(),
    ]);
    const shown = keys.map((record) => shownKey(record, nowMs, uses.get(record.id)));
    return reply.header('cache-control', 'no-store').send({ most: mostKeys, keys: shown });
  });

  app.post('/admin/keys', { schema: createSchema }, async (request, reply) => {
    const asked = parseKeyRequest(request.body);
    const { id, text, digest } = makeKey();
    const record = await store.createAccessKey({ ...asked, id, digest }, mostKeys);
    if (record === undefined) {
      throw new UnderstudyError('too_many_keys', `there are ${mostKeys} keys, all of them good`, {
        publicDetail: `There are ${mostKeys} keys, and all of them are good. Revoke one, or raise UNDERSTUDY_KEYS.`,
      });
    }
    events.keyCreated(record, callerOf(request));
    const answer: MadeKeyAnswer = { ...shownKey(record, record.createdAtMs, undefined), key: text };
    return reply.code(201).header('cache-control', 'no-store').send(answer);
  });

  app.post<KeyParams>('/admin/keys/:id/rotate', { schema: rotateSchema }, async (request, reply) => {
    const { id, text, digest } = makeKey(idIn(request.params));
    const overlapMs = parseRotationRequest(request.body);
    const record = await store.rotateAccessKey(id, digest, overlapMs);
    if (record === undefined) throw noSuchKey('There is no such key, or it was revoked.');
    events.keyRotated(id, overlapMs, callerOf(request));
    const answer: MadeKeyAnswer = { ...shownKey(record, record.rotatedAtMs ?? 0, undefined), key: text };
    return reply.header('cache-control', 'no-store').send(answer);
  });

  app.delete<KeyParams>('/admin/keys/:id', { schema: revokeSchema }, async (request, reply) => {
    const record = await store.revokeAccessKey(idIn(request.params));
    if (record === undefined)
      throw noSuchKey('There is no such key. One of the configuration is taken out there.');
    events.keyRevoked(record.id, callerOf(request));
    return reply.code(204).header('cache-control', 'no-store').send();
  });
}

function idIn({ id }: { readonly id: string }): string {
  if (!isKeyId(id)) throw noSuchKey('The ID of a key has 16 hexadecimal digits.');
  return id;
}

function noSuchKey(publicDetail: string): UnderstudyError {
  return new UnderstudyError('not_found', 'no such key', { publicDetail });
}
