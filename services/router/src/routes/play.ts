import { UnderstudyError } from '@understudy/errors';
import { formatPathways } from '@understudy/peer-protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouterContext } from '../context.js';
import { decodeRequest, type PlayRequest } from '../play/decode-request.js';
import { Delivery } from '../play/delivery.js';
import { type PlayResult, playThrough } from '../play/fail-over.js';
import { crossOrigin, preflight } from '../play/headers.js';
import { PlaySpan } from '../play/play-span.js';
import { Player } from '../play/player.js';
import { readPlayerData } from '../player-data/read-player-data.js';
import { pathwaysFrom } from '../steering/public-origins.js';

const allow = 'GET, HEAD, OPTIONS';

type PlayParams = {
  Params: { id: string; rendition?: string; part: string };
  Querystring: { CMCD?: unknown };
};
type PlayFastifyRequest = FastifyRequest<PlayParams>;

/** `GET|HEAD /v/{id}/{part}` and `/v/{id}/{rendition}/{part}`: decipher, place, relay. */
export function playRoutes(app: FastifyInstance, context: RouterContext): void {
  // A body means nothing here: it is read past, whatever it is.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null);
  });
  for (const url of ['/v/:id/:part', '/v/:id/:rendition/:part']) playRoute(app, context, url);
}

function playRoute(app: FastifyInstance, context: RouterContext, url: string): void {
  app.route<PlayParams>({
    method: ['GET', 'HEAD'],
    url,
    handler: (request, reply) => play(context, request, reply),
  });
  app.route<PlayParams>({
    method: 'OPTIONS',
    url,
    // The same whatever the ID: a preflight must not tell what there is.
    handler: (_request, reply) =>
      reply
        .code(204)
        .headers({ ...preflight, allow })
        .send(),
  });
  app.route<PlayParams>({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url,
    handler: (_request, reply) => {
      // RFC 9110 section 15.5.6: a 405 MUST name what is allowed.
      reply.headers({ ...crossOrigin, allow });
      throw new UnderstudyError('method_not_allowed');
    },
  });
}

/** Only in a multivariant playlist other addresses than the one that was asked are named. */
function pathwaysOf(
  { steering }: RouterContext,
  { part }: PlayRequest,
  { params, host }: PlayFastifyRequest,
) {
  if (steering === undefined || part !== 'multivariant.m3u8') return undefined;
  return formatPathways({ folder: `/v/${params.id}/`, pathways: pathwaysFrom(steering.pathways, host) });
}

async function play(
  context: RouterContext,
  request: PlayFastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // For the problem documents; what is relayed has a head of its own.
  reply.headers(crossOrigin);
  const asked = decodeRequest(context.ids, {
    id: request.params.id,
    rendition: request.params.rendition,
    part: request.params.part,
    method: request.method,
    requestId: request.id,
    headers: request.headers,
  });
  if (asked === undefined) throw new UnderstudyError('not_found');
  const told = readPlayerData(request.query.CMCD, request.headers);
  if (told !== undefined) context.events.playerTold(told);
  const delivery = new Delivery({ ...asked, pathways: pathwaysOf(context, asked, request) });
  const player = new Player(reply.raw, context.limits.playerStallMs);
  let isEnded = false;
  const closeStream = context.streams.open(delivery, {
    cut: () => player.cut(),
    end() {
      if (isEnded) return;
      isEnded = true;
      context.events.endedByOperator(delivery);
      player.cut();
    },
  });
  context.events.streamOpened();
  const span = context.tracing && new PlaySpan(context.tracing, request, asked);
  let result: PlayResult | undefined;
  try {
    result = await playThrough(context, delivery, player, span);
  } finally {
    closeStream();
    span?.end(result, reply);
    context.events.streamClosed(isEnded ? 'ended' : (result?.kind ?? 'refused'), result?.bytes ?? 0);
  }
  if (result.kind !== 'refused') return reply.hijack();
  if (result.contentRange !== undefined) reply.header('content-range', result.contentRange);
  throw result.error;
}
