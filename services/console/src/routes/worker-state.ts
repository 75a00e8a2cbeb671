import { UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import type { DrainPreview } from '@understudy/peer-protocol';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type DrainAnswer, drainPreviewSchema, workerStateSchema } from '../answers/workers.js';
import { askWorker } from '../ask-worker.js';
import type { ConsoleContext } from '../context.js';
import { memberOf } from '../current-membership.js';
import { json, needsKey, workerParams } from '../route-parts.js';

const previewSchema: RouteSchema = {
  operationId: 'previewDrain',
  summary: 'What would move if a worker drained',
  tags: ['workers'],
  security: needsKey,
  params: workerParams,
  response: {
    200: json('What would move, and where to', drainPreviewSchema),
    ...problems('unauthorized', 'not_found', 'peer_unreachable', 'peer_protocol'),
  },
};

const flag = (description: string) => Type.Optional(Type.Enum(['1', '0'], { description }));

const drainSchema: RouteSchema = {
  operationId: 'drainWorker',
  summary: 'Have a worker hand over what it does and has, and end',
  tags: ['workers'],
  security: needsKey,
  params: workerParams,
  querystring: Type.Object({
    force: flag('Also where it is the last active one of its generator'),
    preview: flag('Nothing happens; the answer is what would move'),
  }),
  response: {
    200: json(
      'It drains',
      Type.Union([workerStateSchema, drainPreviewSchema], { description: 'The second with `preview=1`' }),
    ),
    ...problems(
      ...(['bad_request', 'unauthorized', 'not_found', 'last_worker', 'metadata_unavailable'] as const),
      ...(['peer_unreachable', 'peer_protocol'] as const),
    ),
  },
};

const activateSchema: RouteSchema = {
  operationId: 'activateWorker',
  summary: 'Undo a drain, while the worker still runs',
  tags: ['workers'],
  security: needsKey,
  params: workerParams,
  response: {
    200: json('It is active', workerStateSchema),
    ...problems('unauthorized', 'not_found', 'metadata_unavailable'),
  },
};

type WorkerParams = { Params: { id: string }; Querystring: { force?: string; preview?: string } };

/** A worker looks at all that it has. */
const previewTimeoutMs = 30_000;

/**
 * `POST /admin/workers/{id}/drain` and `…/activate`: a draining worker leaves the ring, hands over and ends; until then it can be
 * activated again. `GET …/drain` says what would move.
 */
export function workerStateRoutes(app: FastifyInstance, context: ConsoleContext): void {
  const preview = async (id: string): Promise<DrainAnswer> => {
    const member = memberOf(context, id);
    const asked = { method: 'GET', path: '/drain', timeoutMs: previewTimeoutMs } as const;
    const said = await askWorker<DrainPreview>(context, member, asked);
    const videos = said.videos.map(({ contentId, ...others }) => ({
      id: context.ids.encode(BigInt(contentId)),
      ...others,
    }));
    return { ...said, videos, last: isLast(context, member) };
  };

  app.get<WorkerParams>('/admin/workers/:id/drain', { schema: previewSchema }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await preview(request.params.id)),
  );

  app.post<WorkerParams>('/admin/workers/:id/drain', { schema: drainSchema }, async (request, reply) => {
    const member = memberOf(context, request.params.id);
    if (isSet(request.query, 'preview')) return reply.send(await preview(member.id));
    if (!isSet(request.query, 'force')) refuseLast(context, member);
    return reply.send(await set(context, member, 'draining'));
  });

  app.post<WorkerParams>('/admin/workers/:id/activate', { schema: activateSchema }, async (request, reply) =>
    reply.send(await set(context, memberOf(context, request.params.id), 'active')),
  );
}

/**
 * Whether a switch of the query is on.
 * @throws UnderstudyError `bad_request` for what is neither 1 nor 0
 */
function isSet(query: { force?: string; preview?: string }, name: 'force' | 'preview'): boolean {
  const value = query[name];
  if (value === undefined || value === '0') return false;
  if (value === '1') return true;
  const fieldErrors = [{ path: `/${name}`, message: 'must be 1 or 0' }];
  throw new UnderstudyError('bad_request', `${name}=${value}`, { fieldErrors });
}

async function set({ store, events }: ConsoleContext, { id }: Member, state: Member['state']) {
  if (!(await store.setMemberState(id, state))) throw new UnderstudyError('not_found');
  events.stateSet(id, state);
  return { id, state };
}

function membersOf({ membership }: ConsoleContext): readonly Member[] {
  return membership.current?.members ?? [];
}

function isLast(context: ConsoleContext, { id, pool }: Member): boolean {
  return !membersOf(context).some((each) => each.id !== id && each.state === 'active' && each.pool === pool);
}

/** Videos that are pinned to its generator could not be made any more. */
function refuseLast(context: ConsoleContext, member: Member): void {
  if (!isLast(context, member)) return;
  const { id } = member;
  throw new UnderstudyError('last_worker', `${id} is the last active worker of its generator`, {
    publicDetail: `${id} is the last active worker of its generator; with ?force=1 it is drained all the same.`,
  });
}
