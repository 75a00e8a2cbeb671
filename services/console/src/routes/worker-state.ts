import { UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import type { DrainPreview } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { ConsoleContext } from '../context.js';

type WorkerParams = { Params: { id: string }; Querystring: { force?: string } };

/** A worker looks at all that it has. */
const previewTimeoutMs = 30_000;

/**
 * `POST /admin/workers/{id}/drain` and `…/activate`: a draining worker leaves the ring, hands over and ends; until then it can be
 * activated again. `GET …/drain` says what would move.
 */
export function workerStateRoutes(app: FastifyInstance, context: ConsoleContext): void {
  app.get<WorkerParams>('/admin/workers/:id/drain', async (request, reply) => {
    const { url } = memberOf(context, request.params.id);
    const preview = await context.peers.json<DrainPreview>({
      method: 'GET',
      url,
      path: '/drain',
      headTimeoutMs: previewTimeoutMs,
    });
    const videos = preview.videos.map(({ contentId, ...others }) => ({
      id: context.ids.encode(BigInt(contentId)),
      ...others,
    }));
    return reply.header('cache-control', 'no-store').send({ ...preview, videos });
  });

  app.post<WorkerParams>('/admin/workers/:id/drain', async (request, reply) => {
    const member = memberOf(context, request.params.id);
    if (request.query.force === undefined) refuseLast(context, member);
    return reply.send(await set(context, member, 'draining'));
  });

  app.post<WorkerParams>('/admin/workers/:id/activate', async (request, reply) =>
    reply.send(await set(context, memberOf(context, request.params.id), 'active')),
  );
}

async function set({ store, events }: ConsoleContext, { id }: Member, state: Member['state']) {
  if (!(await store.setMemberState(id, state))) throw new UnderstudyError('not_found');
  events.stateSet(id, state);
  return { id, state };
}

function membersOf({ membership }: ConsoleContext): readonly Member[] {
  return membership.current?.members ?? [];
}

function memberOf(context: ConsoleContext, id: string): Member {
  const member = membersOf(context).find((each) => each.id === id);
  if (member === undefined) throw new UnderstudyError('not_found');
  return member;
}

/** Videos that are pinned to its generator could not be made any more. */
function refuseLast(context: ConsoleContext, { id, pool }: Member): void {
  const others = membersOf(context).filter(
    (each) => each.id !== id && each.state === 'active' && each.pool === pool,
  );
  if (others.length > 0) return;
  throw new UnderstudyError('last_worker', `${id} is the last active worker of its generator`, {
    publicDetail: `${id} is the last active worker of its generator; with ?force=1 it is drained all the same.`,
  });
}
