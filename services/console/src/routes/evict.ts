import { UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import { artifactPath, type EvictAnswer } from '@understudy/peer-protocol';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type EvictionAnswer, evictionsSchema, type ShownEviction } from '../answers.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey, videoParams } from '../route-parts.js';

/** Removing waits for the metadata store and the disk. */
const evictTimeoutMs = 5_000;

const schema: RouteSchema = {
  operationId: 'evictVideo',
  summary: 'Have workers remove their copies of a video',
  description: 'All or one of them, by the rules of eviction. The description stays.',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  querystring: Type.Object({
    worker: Type.Optional(Type.String({ description: 'The only one that is asked' })),
  }),
  response: {
    200: json('What became of the copies', evictionsSchema),
    ...problems('unauthorized', 'not_found', 'metadata_unavailable'),
  },
};

type EvictParams = { Params: { id: string }; Querystring: { worker?: string } };

/**
 * `POST /admin/videos/{id}/evict?worker=`: workers remove their copies of a video, all or one of them, by the rules of eviction. The
 * description stays: it is read from the archive or made again when somebody asks for it.
 */
export function evictRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.post<EvictParams>('/admin/videos/:id/evict', { schema }, async (request): Promise<EvictionAnswer> => {
    const contentId = context.ids.decode(request.params.id);
    if (contentId === undefined) throw new UnderstudyError('not_found');
    const { worker } = request.query;
    const { members } = currentMembership(context);
    const asked = worker === undefined ? members : members.filter(({ id }) => id === worker);
    if (asked.length === 0) throw new UnderstudyError('not_found', `there is no worker ${worker}`);
    const workers: ShownEviction[] = [];
    // One after the other, so that each finds out who else has it.
    for (const member of asked) workers.push(await evict(context, member, contentId));
    const evicted = workers.filter(({ result }) => result === 'evicted').map((each) => each.worker);
    context.events.evicted(contentId, evicted);
    return { workers };
  });
}

async function evict(
  { peers }: ConsoleContext,
  { id, url }: Member,
  contentId: bigint,
): Promise<ShownEviction> {
  try {
    const path = artifactPath(contentId, 'evict');
    const asked = { method: 'POST', url, path, headTimeoutMs: evictTimeoutMs } as const;
    const { evicted, bytes } = await peers.json<EvictAnswer>(asked);
    return { worker: id, result: evicted ? 'evicted' : 'kept', bytes };
  } catch {
    return { worker: id, result: 'unreachable', bytes: 0 };
  }
}
