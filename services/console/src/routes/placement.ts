import { isUnderstudyError } from '@understudy/errors';
import { createPools } from '@understudy/hash-ring';
import { poolOf, videoIdOf } from '@understudy/metadata-store';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type PlacementAnswer, placementSchema } from '../answers/placement.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey, videoParams } from '../route-parts.js';
import { askCopies } from '../videos/ask-copies.js';
import { neverDescribed } from '../videos/described.js';
import { namedContent } from '../videos/named-video.js';

const schema: RouteSchema = {
  operationId: 'locateVideo',
  summary: 'Where a video belongs, and which workers have it',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  response: {
    200: json('Its slot, its workers, and what each has', placementSchema),
    ...problems('unauthorized', 'not_found', 'gone', 'metadata_unavailable'),
  },
};

/** `GET /admin/videos/{id}/placement`: where a video belongs, in which pool, and which workers say that they have it. */
export function placementRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get<{ Params: { id: string } }>('/admin/videos/:id/placement', { schema }, async (request, reply) => {
    const contentId = namedContent(context.ids, request.params.id);
    const membership = currentMembership(context);
    const { epoch, members } = membership;
    const pools = createPools(membership);
    const placement = pools.placementFor(poolOf(contentId));
    const slot = context.slotOf(contentId);
    const { copies, silent } = await askCopies(context, members, [contentId]);
    const holders = copies.get(String(contentId)) ?? [];
    if (holders.length === 0) await requireDescribed(context, contentId, request.params.id);
    const answer: PlacementAnswer = {
      id: context.ids.encode(videoIdOf(contentId)),
      // As text: a 64-bit number is more than JSON readers keep.
      contentId: String(contentId),
      slot,
      epoch,
      pool: pools.resolve(poolOf(contentId)) ?? null,
      master: placement.master(slot) ?? null,
      replica: placement.replica(slot) ?? null,
      holders: holders.map(({ worker, bytes, complete, demand }) => ({
        ...{ worker, bytes, complete },
        players: demand?.players ?? 0,
      })),
      silent: [...silent],
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

/**
 * What nobody has may be made from its description. While the metadata store is away nobody knows.
 * @throws UnderstudyError `gone`, `not_found`
 */
async function requireDescribed({ store }: ConsoleContext, contentId: bigint, named: string): Promise<void> {
  try {
    if ((await store.readDescription(videoIdOf(contentId))) === undefined) throw neverDescribed(named);
  } catch (error) {
    if (!isUnderstudyError(error, 'metadata_unavailable')) throw error;
  }
}
