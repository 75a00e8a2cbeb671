import { textDigest } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { createPools } from '@understudy/hash-ring';
import { type Member, poolOf } from '@understudy/metadata-store';
import { artifactPath, type UnarchivedAnswer } from '@understudy/peer-protocol';
import { problems, type RouteSchema } from '@understudy/schema';
import type { FastifyInstance } from 'fastify';
import { type RegenerationAnswer, regenerationSchema } from '../answers/videos.js';
import type { ConsoleContext } from '../context.js';
import { currentMembership } from '../current-membership.js';
import { json, needsKey, videoParams } from '../route-parts.js';
import { describedVideo } from '../videos/described.js';
import { evictCopies } from '../videos/evict-copies.js';

/** A worker has as long for its requests to the archive. */
const unarchiveTimeoutMs = 16_000;
/** It reads the description. */
const makeTimeoutMs = 5_000;

const schema: RouteSchema = {
  operationId: 'regenerateVideo',
  summary: 'Have a video made again from its description',
  description:
    'Every worker of its generator removes what it has of it and of its renditions, then the copies in the archive that this generator made ' +
    'go, then its master makes it. Where a copy stays, because it is in use or its worker does not answer, nothing more is done: `kept`. What ' +
    'is made must be what was made before, byte for byte.',
  tags: ['videos'],
  security: needsKey,
  params: videoParams,
  response: {
    200: json('What became of the copies, and who makes it', regenerationSchema),
    ...problems(
      ...(['unauthorized', 'not_found', 'gone', 'not_regenerable', 'no_worker_available'] as const),
      ...(['archive_unavailable', 'peer_unreachable', 'metadata_unavailable'] as const),
    ),
  },
};

/** `POST /admin/videos/{id}/regenerate`: all copies go, the archive's too, and it is made again. Can be repeated. */
export function regenerateRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.post<{ Params: { id: string } }>(
    '/admin/videos/:id/regenerate',
    { schema },
    async (request): Promise<RegenerationAnswer> => {
      const { contentId, json: text } = await describedVideo(context, request.params.id);
      const { pool, makers } = makersOf(context, contentId);
      // Who sends it to players is asked first: where that copy has to stay, the others stay too.
      const inOrder = [...makers, ...pool.filter((member) => !makers.includes(member))];
      const evictions = await evictCopies(context, inOrder, contentId, { forMaking: true });
      const workers = evictions.map(({ worker, result, bytes, kept }) => ({
        ...{ worker, bytes },
        result: kept > 0 ? ('kept' as const) : result === 'kept' ? ('none' as const) : result,
      }));
      const isLeft = workers.some(({ result }) => result === 'kept' || result === 'unreachable');
      if (isLeft) {
        context.events.regenerationKept(contentId, workers);
        return { workers, unarchived: null, maker: null };
      }
      const unarchived = await unarchive(context, pool, textDigest(text));
      const maker = await make(context, makers, contentId);
      context.events.regenerated(contentId, { workers, unarchived, maker });
      return { workers, unarchived, maker };
    },
  );
}

/**
 * The workers of the generator that makes a video, and in which order they are asked to.
 * @throws UnderstudyError `no_worker_available` where none of them is active: what they have is the last of it
 */
function makersOf(context: ConsoleContext, contentId: bigint) {
  const membership = currentMembership(context);
  const pools = createPools(membership);
  const number = pools.resolve(poolOf(contentId));
  const pool = membership.members.filter((member) => (member.pool ?? 0) === number);
  const placement = pools.placementFor(poolOf(contentId));
  const slot = context.slotOf(contentId);
  const order = [placement.master(slot), placement.replica(slot)];
  const makers = order.flatMap(
    (id) => pool.find((member) => member.id === id && member.state === 'active') ?? [],
  );
  if (makers.length > 0) return { pool, makers };
  throw new UnderstudyError('no_worker_available', `no active worker makes ${contentId}`, {
    publicDetail: 'No active worker has the generator that makes this video. Its copies were left alone.',
    retryAfterSeconds: 5,
  });
}

/**
 * Removes what is archived of a description. Every worker is asked: each remembers what the archive has. Null where there is no archive.
 * @throws UnderstudyError `archive_unavailable`
 */
async function unarchive(
  { peers }: ConsoleContext,
  pool: readonly Member[],
  digest: string,
): Promise<number | null> {
  let count: number | null = null;
  for (const { url } of pool) {
    try {
      const { removed } = await peers.json<UnarchivedAnswer>({
        ...{ method: 'DELETE', url, path: `/archived/${digest}`, headTimeoutMs: unarchiveTimeoutMs },
      });
      if (removed !== null) count = (count ?? 0) + removed;
    } catch (cause) {
      throw new UnderstudyError('archive_unavailable', `${digest} is archived still, perhaps`, {
        cause,
        publicDetail:
          'The copies of the workers are gone, that in the archive perhaps not: the video is read from there. Ask again.',
        retryAfterSeconds: 10,
      });
    }
  }
  return count;
}

/** Has the first of `makers` that answers make it. */
async function make(
  { peers }: ConsoleContext,
  makers: readonly Member[],
  contentId: bigint,
): Promise<string> {
  let cause: unknown;
  for (const { id, url } of makers) {
    try {
      const path = artifactPath(contentId, 'make');
      await peers.json({ method: 'POST', url, path, json: {}, headTimeoutMs: makeTimeoutMs });
      return id;
    } catch (error) {
      cause = error;
    }
  }
  throw new UnderstudyError('peer_unreachable', `nobody begins to make ${contentId}`, {
    cause,
    publicDetail: 'The copies are gone, but no worker began to make it. It is made when somebody plays it.',
  });
}
