import { UnderstudyError } from '@understudy/errors';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import { queryInteger } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import { type VideosAnswer, videosSchema } from '../answers/videos.js';
import type { ConsoleContext } from '../context.js';
import { json, needsKey } from '../route-parts.js';
import { askCopies, progressOf } from '../videos/ask-copies.js';
import { findVideos } from '../videos/find-videos.js';
import { generatorsOf } from '../videos/stored-video.js';

/** As many as a worker is asked for at once. */
const mostShown = 1_000;
/** Longer than any title. */
const longestFind = 300;

const schema: RouteSchema = {
  operationId: 'listVideos',
  summary: 'What is described, the newest first',
  description:
    'By content ID, the highest first: the newest first among those of one generator, and before them those of generators that were seen ' +
    'later. `next` goes into `after` to go on. A search looks at a bounded number of descriptions at once, and says at how many.',
  tags: ['videos'],
  security: needsKey,
  querystring: Type.Object({
    find: Type.Optional(
      Type.String({ maxLength: longestFind, description: 'An ID, or a part of a title or of an ID' }),
    ),
    after: Type.Optional(Type.String({ description: 'The ID of the last video that was seen' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostShown, default: 100 })),
  }),
  response: {
    200: json('The videos', videosSchema),
    ...problems('bad_request', 'unauthorized', 'metadata_unavailable'),
  },
};

type ListQuery = { Querystring: { find?: string | readonly string[]; after?: string; limit?: string } };

/** `GET /admin/videos?find=&after=&limit=`: what is described, the newest first, and how far it is by what the workers say. */
export function listVideosRoute(app: FastifyInstance, context: ConsoleContext): void {
  const { store, ids, membership, searchedVideos: mostLooked } = context;

  app.get<ListQuery>('/admin/videos', { schema }, async (request, reply) => {
    const limit = queryInteger('limit', request.query.limit, { fallback: 100, min: 1, max: mostShown });
    const { find = '', after } = request.query;
    // What stands there twice comes as a list.
    if (typeof find !== 'string') refuse('find', 'must be there once');
    if (find.length > longestFind)
      refuse('find', `must have at most ${longestFind} characters, has ${find.length}`);
    const below = after === undefined ? undefined : ids.decode(after);
    if (after !== undefined && below === undefined) refuse('after', 'must be the ID of a video');
    const found = await findVideos({ store, ids, find: find.trim(), below, limit, mostLooked });
    const generatorOf = generatorsOf(membership.current);
    const { copies, silent } = await askCopies(
      context,
      membership.current?.members ?? [],
      found.videos.map(({ contentId }) => contentId),
    );
    const answer: VideosAnswer = {
      videos: found.videos.map(({ contentId, id, title }) => ({
        ...{ id, title, generator: generatorOf(contentId) },
        ...progressOf(copies.get(String(contentId)) ?? []),
      })),
      looked: found.looked,
      next: found.next === undefined ? null : ids.encode(found.next),
      silent: [...silent],
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

function refuse(name: string, message: string): never {
  throw new UnderstudyError('bad_request', name, { fieldErrors: [{ path: `/${name}`, message }] });
}
