import { UnderstudyError } from '@understudy/errors';
import { formatPathways, pathwaysFrom } from '@understudy/peer-protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouterContext } from '../context.js';
import { decodeRequest, type PlayRequest } from '../play/decode-request.js';
import { Delivery } from '../play/delivery.js';
import { type PlayResult, playThrough } from '../play/fail-over.js';
import { crossOrigin, preflight } from '../play/headers.js';
import { PlaySpan } from '../play/play-span.js';
import { Player } from '../play/player.js';
import { admitPlayer, grantedPlace, type PlayPlace } from '../playback/admit-player.js';
import type { EndReason } from '../playback/admitted-responses.js';
import { cachingFor } from '../playback/caching.js';
import type { Admission } from '../playback/playback.js';
import { readPlayerData } from '../player-data/read-player-data.js';

const allow = 'GET, HEAD, OPTIONS';

type PlayFastifyRequest = FastifyRequest<PlayPlace>;

/**
 * `GET|HEAD /v/{id}/{part}` and `/v/{id}/{rendition}/{part}`: decipher, admit, place, relay. Where playback
 * is signed the same behind `/v/{id}/s/{grant}/`.
 */
export function playRoutes(app: FastifyInstance, context: RouterContext): void {
  // A body means nothing here: it is read past, whatever it is.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null);
  });
  const folders = ['/v/:id', ...(context.playback === undefined ? [] : ['/v/:id/s/:grant'])];
  for (const folder of folders)
    for (const url of [`${folder}/:part`, `${folder}/:rendition/:part`]) playRoute(app, context, url);
}

function playRoute(app: FastifyInstance, context: RouterContext, url: string): void {
  app.route<PlayPlace>({
    method: ['GET', 'HEAD'],
    url,
    handler: (request, reply) => play(context, request, reply),
  });
  app.route<PlayPlace>({
    method: 'OPTIONS',
    url,
    // The same whatever the ID: a preflight must not tell what there is.
    handler: (_request, reply) =>
      reply
        .code(204)
        .headers({ ...preflight, allow })
        .send(),
  });
  app.route<PlayPlace>({
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
  const folder = `/v/${params.id}/${params.grant === undefined ? '' : `s/${params.grant}/`}`;
  return formatPathways({ folder, pathways: pathwaysFrom(steering.pathways, host) });
}

async function play(
  context: RouterContext,
  request: PlayFastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    return await answer(context, request, reply);
  } catch (error) {
    // For the problem document; what is relayed has a head of its own.
    reply.headers(crossOrigin);
    throw error;
  }
}

async function answer(
  context: RouterContext,
  request: PlayFastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { clientAddress: address, clientSubscriber: client } = request;
  const asked = decodeRequest(context.ids, {
    id: request.params.id,
    rendition: request.params.rendition,
    part: request.params.part,
    method: request.method,
    requestId: request.id,
    headers: request.headers,
    client: context.clientKeyOf(address),
  });
  if (asked === undefined) throw new UnderstudyError('not_found');
  const { playback } = context;
  const admission = playback && (await admitPlayer(playback, address, asked.contentId, request, reply));
  const told = readPlayerData(request.query.CMCD, request.headers);
  if (told !== undefined) context.events.playerTold(told);
  const place = admission && playback && grantedPlace(playback, admission, asked, request.params);
  // RFC 9110 section 15.4.3. Nobody keeps it: the grant in it becomes an old one.
  if (place !== undefined)
    return reply
      .code(302)
      .headers({ ...crossOrigin, location: place, 'cache-control': 'no-store' })
      .send();
  const pathways = pathwaysOf(context, asked, request);
  const caching = admission && cachingFor(admission);
  // Most have neither, and are not copied: V8 takes several times as long for an object that `...` made.
  const delivery = new Delivery(
    pathways === undefined && caching === undefined ? asked : { ...asked, pathways, caching },
  );
  const player = new Player(reply.raw, context.limits.playerStallMs);
  let endedAs: 'ended' | 'slow' | undefined;
  const closeStream = context.streams.open(
    delivery,
    {
      cut: () => player.cut(),
      end() {
        if (endedAs !== undefined) return;
        endedAs = 'ended';
        context.events.endedByOperator(delivery);
        player.cut();
      },
      drop() {
        endedAs = 'slow';
        context.events.slowReader(client);
        player.cut();
      },
    },
    { client, isBlocked: () => player.isBlocked },
  );
  context.events.streamOpened();
  const span = context.tracing && new PlaySpan(context.tracing, request, asked);
  let result: PlayResult | undefined;
  let leave: (() => void) | undefined;
  let ended: EndReason | undefined;
  try {
    leave = enter(context, admission, asked, (reason) => {
      ended = reason;
      // Before its first byte there is still an answer to give.
      if (!reply.raw.headersSent && player.onLeft !== undefined) player.onLeft();
      else player.cut();
    });
    result = await playThrough(context, delivery, player, span);
  } catch (error) {
    throw ended === undefined ? error : new UnderstudyError(`token_${ended}`);
  } finally {
    leave?.();
    closeStream();
    span?.end(result, reply);
    context.events.streamClosed(endedAs ?? result?.kind ?? 'refused', result?.bytes ?? 0);
  }
  if (result.kind !== 'refused') return reply.hijack();
  if (result.contentRange !== undefined) reply.header('content-range', result.contentRange);
  throw result.error;
}

/**
 * Counts a response among those of its token, and ends it where that is not good any more. Returns what to call when it ends.
 * @throws UnderstudyError `too_many_streams_for_token`
 */
function enter(
  { playback, events }: RouterContext,
  admission: Admission | undefined,
  { part, method }: PlayRequest,
  end: (reason: EndReason) => void,
): (() => void) | undefined {
  const claims = admission?.claims;
  if (claims === undefined) return undefined;
  const isStream = part === 'video.mp4' && method === 'GET';
  return playback?.responses.open(claims, isStream, (reason) => {
    events.playbackEnded(reason);
    end(reason);
  });
}
