import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import {
  encodeFrame,
  type FollowAnswer,
  type FollowRequest,
  parseFeedRequest,
  parseStoredNotice,
  type Want,
} from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import type { WorkerContext } from '../context.js';
import { writeFrames } from '../http/write-frames.js';
import type { Interest } from '../produce/interests.js';
import type { Production } from '../produce/production.js';
import { feedFrames } from '../replicate/serve-feed.js';
import { contentIdOf } from './content-id.js';

/** `POST /artifacts/{contentId}/feed`, `…/stored` and `…/follow`: how a second copy comes about. */
export function replicateRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.post<{ Params: { contentId: string } }>('/artifacts/:contentId/feed', async (request, reply) => {
    const feed = parseFeedRequest(request.body);
    const production = await context.openProduction(contentIdOf(request.params.contentId));
    const interests = feed.storedOnly === true ? [] : interestsIn(production, feed.wants);
    const followerLeft = production.replicas.followerCame(feed.follower);
    const lag = production.replicas.lag.begin();
    const left = new AbortController();
    // As it does to ask anew, or when it goes on with it itself.
    const closed = () => new UnderstudyError('peer_unreachable', 'the follower closed the connection');
    reply.raw.once('close', () => left.abort(closed()));
    const signal = AbortSignal.any([
      left.signal,
      production.deleted,
      ...interests.map((interest) => interest.signal),
    ]);
    let complete = false;
    reply.hijack();
    try {
      const frames = feedFrames(
        production.artifact,
        feed,
        {
          beatIntervalMs: context.limits.beatIntervalMs,
          isProducing: () => production.producing,
          // The follower's own players are none that it would have to step in for.
          readers: () => production.interests.size - interests.length,
          onCaughtUp: () => lag.caughtUp(),
        },
        signal,
      );
      complete = await writeFrames(reply.raw, frames, encodeFrame, context.limits.followerStallMs);
    } catch (error) {
      context.events.feedCut(production.artifact, feed.follower, error);
      reply.raw.destroy();
    } finally {
      for (const interest of interests) interest.release();
      lag.ended();
      followerLeft(complete);
    }
    return reply;
  });

  app.post<{ Params: { contentId: string } }>('/artifacts/:contentId/stored', async (request, reply) => {
    const { edition, pieces } = parseStoredNotice(request.body);
    const guard = context.knownProduction(contentIdOf(request.params.contentId))?.artifact.guard;
    for (const { piece, bytes } of pieces) guard?.acknowledged(edition, piece, bytes);
    return reply.send({});
  });

  app.post<{ Params: { contentId: string } }>('/artifacts/:contentId/follow', async (request, reply) => {
    const { url, description, by = 'copy', move } = followRequestOf(request.body);
    if (!context.view().isMemberUrl(url))
      throw new UnderstudyError('bad_request', 'the worker to follow is no member');
    if (context.drain.active && move === undefined)
      throw new UnderstudyError('draining', 'this worker takes no new copies');
    if (!context.disk.takes && move === undefined) throw context.disk.refuse();
    if (!context.disk.takes)
      return reply.code(202).send({ accepted: false, withoutRoom: true } satisfies FollowAnswer);
    const contentId = contentIdOf(request.params.contentId);
    if (move === 'hot')
      return reply.code(202).send(context.hot.take({ contentId, url, description, reason: move }));
    if (move !== undefined)
      return reply.code(202).send(context.moves.offer({ contentId, url, description, reason: move }));
    const production = context.productionOf(contentId, description);
    if (!production.replicate(url, by))
      throw new UnderstudyError('lease_lost', `${contentId} is generated here`);
    return reply.code(202).send({ accepted: true } satisfies FollowAnswer);
  });
}

/** Of what the follower wants, what can be had: a worker without room gives what it has and makes nothing, so that its follower does. */
function interestsIn(production: Production, wants: readonly Want[]): Interest[] {
  const interests: Interest[] = [];
  for (const want of wants) {
    try {
      interests.push(production.want(want));
    } catch (error) {
      if (isUnderstudyError(error, 'storage_full')) continue;
      for (const interest of interests) interest.release();
      throw error;
    }
  }
  return interests;
}

function followRequestOf(body: unknown): FollowRequest {
  const { url, description, by, move } = (body ?? {}) as Partial<FollowRequest>;
  const isMove = move === undefined || ['balance', 'restore', 'hot'].includes(move);
  const isMeans = by === undefined || by === 'generate';
  if (typeof url !== 'string' || typeof description !== 'string' || !isMove || !isMeans) {
    throw new UnderstudyError('bad_request', 'a follow request names a url and a description');
  }
  return { url, description, ...(by !== undefined && { by }), ...(move !== undefined && { move }) };
}
