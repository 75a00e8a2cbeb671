import { type FieldError, UnderstudyError } from '@understudy/errors';
import {
  maxTemporaryMs,
  type ReplicationChoice,
  type ReplicationSetting,
  replicationMeans,
  replicationPolicies,
} from '@understudy/metadata-store';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type ReplicationAnswer, replicationSchema } from '../answers/replication.js';
import type { ConsoleContext } from '../context.js';
import { json, needsKey } from '../route-parts.js';

const maxForS = maxTemporaryMs / 1_000;

const readSchema: RouteSchema = {
  operationId: 'readReplication',
  summary: 'Which videos get a second copy',
  tags: ['replication'],
  security: needsKey,
  response: {
    200: json('What is set for the cluster', replicationSchema),
    ...problems('unauthorized', 'metadata_unavailable'),
  },
};

const setSchema: RouteSchema = {
  operationId: 'setReplication',
  summary: 'Set which videos get a second copy',
  description: 'All workers hold to it within a second.',
  tags: ['replication'],
  security: needsKey,
  body: {
    content: {
      'application/json': {
        schema: Type.Object(
          {
            policy: Type.Enum([...replicationPolicies]),
            by: Type.Optional(Type.Enum([...replicationMeans], { default: 'copy' })),
            forS: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: maxForS,
                description: 'For so many seconds; what was set before holds again afterwards',
              }),
            ),
          },
          { title: 'ReplicationRequest', additionalProperties: false },
        ),
      },
    },
  },
  response: {
    200: json('What is set for the cluster now', replicationSchema),
    ...problems('bad_request', 'unauthorized', 'payload_too_large', 'metadata_unavailable'),
  },
};

interface ReplicationRequest {
  readonly choice: ReplicationChoice;
  readonly forMs: number | undefined;
}

/** `GET|PUT /admin/replication`: which videos get a second copy, for all workers, from within a second on. */
export function replicationRoutes(app: FastifyInstance, context: ConsoleContext): void {
  app.get('/admin/replication', { schema: readSchema }, async (_request, reply) => {
    const setting = await context.store.readReplication();
    return reply.header('cache-control', 'no-store').send(shown(setting));
  });

  app.put('/admin/replication', { schema: setSchema }, async (request, reply) => {
    const { choice, forMs } = parseRequest(request.body);
    await context.store.setReplication(choice, forMs);
    context.events.replicationSet(choice, forMs);
    return reply.send(shown(await context.store.readReplication()));
  });
}

/** `policy` is null where nothing is set: then each worker's own configuration holds. */
function shown({ choice, temporary }: ReplicationSetting): ReplicationAnswer {
  return {
    policy: choice?.policy ?? null,
    by: choice?.by ?? null,
    ...(temporary !== undefined && {
      leftS: Math.ceil(temporary.leftMs / 1_000),
      afterwards: temporary.afterwards ?? null,
    }),
  };
}

/** @throws UnderstudyError `bad_request` with the fields that are wrong */
function parseRequest(body: unknown): ReplicationRequest {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const policy = replicationPolicies.find((each) => each === given['policy']);
  const by = replicationMeans.find((each) => each === (given['by'] ?? 'copy'));
  const forS = given['forS'];
  const fieldErrors: FieldError[] = [];
  if (policy === undefined)
    fieldErrors.push({ path: '/policy', message: `must be one of ${replicationPolicies.join(', ')}` });
  if (by === undefined)
    fieldErrors.push({ path: '/by', message: `must be one of ${replicationMeans.join(', ')}` });
  const isTime = Number.isInteger(forS) && Number(forS) >= 1 && Number(forS) <= maxForS;
  if (forS !== undefined && !isTime)
    fieldErrors.push({ path: '/forS', message: `must be a whole number of seconds from 1 to ${maxForS}` });
  for (const name of Object.keys(given)) {
    if (!['policy', 'by', 'forS'].includes(name))
      fieldErrors.push({ path: `/${name}`, message: 'is not a known field; known are policy, by, forS' });
  }
  if (policy === undefined || by === undefined || fieldErrors.length > 0)
    throw new UnderstudyError('bad_request', 'a replication policy', { fieldErrors });
  return { choice: { policy, by }, forMs: forS === undefined ? undefined : Number(forS) * 1_000 };
}
