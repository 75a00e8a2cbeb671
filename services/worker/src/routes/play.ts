import { createHash } from 'node:crypto';
import { planStoryboard } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { videoIdOf } from '@understudy/metadata-store';
import { clientHeader, parseClientKey, parsePathways, pathwaysHeader } from '@understudy/peer-protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WorkerContext } from '../context.js';
import { type Decision, decide } from '../http/decide.js';
import { multivariantPlaylist } from '../http/multivariant-playlist.js';
import { mediaPlaylist } from '../http/playlist.js';
import { storyboardTrack } from '../http/storyboard-track.js';
import type { Production } from '../produce/production.js';
import { relayResponse } from '../relay/relay-response.js';
import { isFinal, readableFrom, waitForByte } from '../store/read-bytes.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { growing, immutable } from './cache-control.js';
import { contentIdOf } from './content-id.js';
import { continuationOf, continueResponse } from './continue-response.js';
import { type Resource, resourceOf } from './resource.js';
import { type KnownText, sendText } from './send-text.js';
import { ServeSpan } from './serve-span.js';
import { sendUnsatisfiable, streamResource } from './stream-resource.js';

const playlistType = 'application/vnd.apple.mpegurl';

type PlayParams = { Params: { contentId: string; part: string } };

/** `GET|HEAD /artifacts/{contentId}/{part}`: what players see, and the continuation of a response that another worker began. */
export function playRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.decorateRequest('serving', undefined);
  app.route<PlayParams>({
    method: ['GET', 'HEAD'],
    url: '/artifacts/:contentId/:part',
    handler: async (request, reply) => {
      const contentId = contentIdOf(request.params.contentId);
      if (context.tracing !== undefined) request.serving = new ServeSpan(context.tracing, request, reply);
      const lacksRoom = !context.disk.takes || context.knownProduction(contentId)?.lacksRoom === true;
      if (lacksRoom && !isHere(context, context.store.get(contentId), request))
        return relayResponse(request, reply, context, contentId, request.params.part);
      const production = await context.openProduction(contentId);
      const { artifact } = production;
      const continuation = continuationOf(request);
      if (request.method === 'GET' && continuation === undefined) noteUse(production, request);
      const text = textOf(context, artifact, request);
      if (text !== undefined) return sendText(request, reply, text, continuation);
      const resource = resourceOf(artifact, request.params.part, context.generator);
      if (resource === undefined) throw new UnderstudyError('not_found');
      if (continuation !== undefined)
        return continueResponse(request, reply, context, production, resource, continuation);
      return beginResponse(request, reply, context, production, resource);
    },
  });
}

/** The playlist or track of a public part's name; a rendition has neither variants nor a storyboard of its own. */
function textOf(
  { generator }: WorkerContext,
  artifact: StoredArtifact,
  { params, headers }: FastifyRequest<PlayParams>,
): KnownText | undefined {
  const { artifactId, contentId, description, plan } = artifact;
  const known = (text: string, name: string, contentType: string): KnownText => ({
    text,
    etag: `"${artifactId}.${name}"`,
    contentType,
    cacheControl: immutable,
  });
  if (params.part === 'index.m3u8') return known(mediaPlaylist(plan), 'index', playlistType);
  if (videoIdOf(contentId) !== contentId) return undefined;
  if (params.part === 'storyboard.vtt' && generator.storyboardSheet !== undefined)
    return known(storyboardTrack(planStoryboard(description)), 'storyboard', 'text/vtt; charset=utf-8');
  if (params.part !== 'multivariant.m3u8') return undefined;
  const told = String(headers[pathwaysHeader] ?? '');
  const pathways = parsePathways(told);
  const text = multivariantPlaylist(description, generator, pathways);
  if (pathways === undefined) return known(text, 'multivariant', playlistType);
  // Other addresses make other bytes, and so another ETag; and they change with what is configured.
  const digest = createHash('sha256').update(told).digest('hex').slice(0, 16);
  return { ...known(text, `multivariant.${digest}`, playlistType), cacheControl: growing };
}

/** Whether a request can be answered without writing anything. */
function isHere(
  { generator }: WorkerContext,
  artifact: StoredArtifact | undefined,
  { method, params }: FastifyRequest<PlayParams>,
): boolean {
  if (artifact === undefined) return false;
  const resource = resourceOf(artifact, params.part, generator);
  return resource === undefined || method === 'HEAD' || artifact.has(resource.want);
}

/** A player begins with the playlist, or with the video from its beginning; the rest are its next requests. */
function noteUse(production: Production, { params, headers }: FastifyRequest<PlayParams>): void {
  const begins = params.part === 'index.m3u8' || (params.part === 'video.mp4' && headers.range === undefined);
  if (begins) production.notePlay(parseClientKey(headers[clientHeader]));
  else production.artifact.usage.noteRead(Date.now());
}

/** The answer to a player's own request, passed on by a router. */
async function beginResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  context: WorkerContext,
  production: Production,
  resource: Resource,
): Promise<FastifyReply> {
  const { etag, source } = resource;
  const totalLength = source.totalLength();
  const decision = decide(request.headers, { etag, totalLength }, request.method);
  reply.header('etag', etag);
  // Ranges of what grows are answered, but not offered: ffmpeg's players then look for the end first, and take the `*` of a
  // length that is not known for 0.
  if (totalLength !== undefined) reply.header('accept-ranges', 'bytes');
  // RFC 9110 section 15.4.5: what the 200 would have had.
  if (decision.status === 304) {
    const kept = totalLength === undefined || !isFinal(source.artifact) ? growing : immutable;
    return reply.header('cache-control', kept).code(304).send();
  }
  if (decision.status === 412) throw new UnderstudyError('precondition_failed');
  if (decision.status === 416) return sendUnsatisfiable(reply, totalLength);
  if (request.method === 'HEAD') return sendHead(reply, resource, decision);

  return streamResource(reply, context, production, resource, async (signal) => {
    const first = decision.status === 206 ? decision.first : 0;
    await waitForByte(source, first, signal);
    const total = source.totalLength();
    if (decision.status === 200) return { status: 200, first, end: total };
    if (total !== undefined && first >= total) return undefined;
    if ('live' in decision) return { status: 206, first, end: total, live: decision.live };
    // RFC 9110 section 14.4: of what grows, the range is what exists of it now, and the length is not known.
    const exists = total ?? first + readableFrom(source, first);
    return { status: 206, first, end: Math.min((decision.last ?? exists - 1) + 1, exists) };
  });
}

function sendHead(reply: FastifyReply, { contentType, source }: Resource, decision: Decision): FastifyReply {
  const total = source.totalLength();
  reply
    .header('content-type', contentType)
    .header('cache-control', total === undefined || !isFinal(source.artifact) ? growing : immutable);
  if (total !== undefined) reply.header('content-length', total);
  if (decision.status !== 206 || 'live' in decision) return reply.code(200).send();
  // RFC 8673 section 2.1: how a player learns what exists. Nothing is made for it, so where nothing is there is no range.
  const { first } = decision;
  const exists = first + readableFrom(source, first);
  if (exists === first) return reply.code(200).send();
  const last = Math.min(decision.last ?? exists - 1, exists - 1);
  return reply.header('content-range', `bytes ${first}-${last}/*`).code(206).send();
}
