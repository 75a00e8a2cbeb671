import type { RouterRecord } from '@understudy/metadata-store';
import type { StreamsAnswer } from '@understudy/peer-protocol';
import { problems, type RouteSchema, Type } from '@understudy/schema';
import { queryInteger } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import { type OpenStreamsAnswer, streamsSchema } from '../answers/streams.js';
import type { ConsoleContext } from '../context.js';
import { json, needsKey } from '../route-parts.js';
import { shownVideo } from '../shown-video.js';

/** Those that began first are asked for: what hangs is among them. */
const mostShown = 1_000;

const schema: RouteSchema = {
  operationId: 'listStreams',
  summary: 'The responses that are open on all routers, those that began first first',
  tags: ['streams'],
  security: needsKey,
  querystring: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostShown, default: mostShown })),
  }),
  response: {
    200: json('The open responses', streamsSchema),
    ...problems('bad_request', 'unauthorized'),
  },
};

/** `GET /admin/streams?limit=`: the responses that are open on all routers, those that began first first. */
export function streamsRoute(app: FastifyInstance, context: ConsoleContext): void {
  app.get<{ Querystring: { limit?: string } }>('/admin/streams', { schema }, async (request, reply) => {
    const bounds = { fallback: mostShown, min: 1, max: mostShown };
    const limit = queryInteger('limit', request.query.limit, bounds);
    const routers = await context.routers.read();
    const answers = await Promise.all(routers.map((router) => ask(context, router, limit)));
    const streams = answers
      .flatMap(({ router, answer }) => (answer?.streams ?? []).map((stream) => ({ router, ...stream })))
      .sort((a, b) => b.ageMs - a.ageMs)
      .slice(0, limit)
      .map(({ contentId, ...stream }) => ({ video: shownVideo(context.ids, contentId), ...stream }));
    const answer: OpenStreamsAnswer = {
      total: answers.reduce((sum, { answer }) => sum + (answer?.total ?? 0), 0),
      // What is open there is not in the list.
      unreachable: answers.filter(({ answer }) => answer === undefined).map(({ router }) => router),
      streams,
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}

async function ask({ peers, peerTimeoutMs }: ConsoleContext, { id, url }: RouterRecord, limit: number) {
  try {
    const path = `/streams?limit=${limit}`;
    const asked = { method: 'GET', url, path, headTimeoutMs: peerTimeoutMs } as const;
    return { router: id, answer: await peers.json<StreamsAnswer>(asked) };
  } catch {
    return { router: id, answer: undefined };
  }
}
