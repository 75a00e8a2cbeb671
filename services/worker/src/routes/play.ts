import { createHash } from 'node:crypto';
import { etagOf, type Piece, parsePiece, pieceEtagOf } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import {
  type Continuation,
  continueHeader,
  endTrailer,
  growingHeader,
  parseContinuation,
  type Want,
} from '@understudy/peer-protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WorkerContext } from '../context.js';
import { decide } from '../http/decide.js';
import { mediaPlaylist } from '../http/playlist.js';
import { streamBody } from '../http/stream-body.js';
import type { Production } from '../produce/production.js';
import {
  type ByteSource,
  pieceSource,
  progressiveSource,
  readableFrom,
  readByteRange,
  waitForByte,
} from '../store/read-bytes.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { contentIdOf } from './content-id.js';

/** Sealed bytes under one URL never change: they may be kept for good. */
const immutable = 'public, max-age=31536000, immutable';
/** What grows must be asked for again. */
const growing = 'no-cache';

interface Resource {
  readonly etag: string;
  readonly contentType: string;
  readonly want: Want;
  readonly source: ByteSource;
}

/** `GET|HEAD /artifacts/{contentId}/{part}`: what players see, and the continuation of a response that another worker began. */
export function playRoutes(app: FastifyInstance, context: WorkerContext): void {
  app.route<{ Params: { contentId: string; part: string } }>({
    method: ['GET', 'HEAD'],
    url: '/artifacts/:contentId/:part',
    handler: async (request, reply) => {
      const production = await context.openProduction(contentIdOf(request.params.contentId));
      const { artifact } = production;
      if (request.params.part === 'index.m3u8') return sendPlaylist(request, reply, artifact);
      const resource = resourceOf(artifact, request.params.part);
      if (resource === undefined) throw new UnderstudyError('not_found');
      const continuation = continuationOf(request);
      if (continuation !== undefined)
        return continueResponse(request, reply, context, production, resource, continuation);
      return beginResponse(request, reply, context, production, resource);
    },
  });
}

function resourceOf(artifact: StoredArtifact, part: string): Resource | undefined {
  if (part === 'video.mp4') {
    return {
      etag: etagOf(artifact.artifactId),
      contentType: 'video/mp4',
      want: { from: 0 },
      source: progressiveSource(artifact),
    };
  }
  const piece = pieceOfPart(part, artifact.plan.segmentCount);
  if (piece === undefined) return undefined;
  return {
    etag: pieceEtagOf(artifact.artifactId, piece),
    contentType: piece === 'poster' ? 'image/jpeg' : piece === 'init' ? 'video/mp4' : 'video/iso.segment',
    want: { piece },
    source: pieceSource(artifact, piece),
  };
}

function pieceOfPart(part: string, segmentCount: number): Piece | undefined {
  if (part === 'init.mp4') return 'init';
  if (part === 'poster.jpg') return 'poster';
  const index = part.endsWith('.m4s') ? parsePiece(part.slice(0, -'.m4s'.length)) : undefined;
  return typeof index === 'number' && index < segmentCount ? index : undefined;
}

/** The playlist is known as a whole at once, so a continuation of it is the rest of its text. */
function sendPlaylist(request: FastifyRequest, reply: FastifyReply, artifact: StoredArtifact): FastifyReply {
  const body = Buffer.from(mediaPlaylist(artifact.plan));
  const etag = `"${artifact.artifactId}.index"`;
  const continuation = continuationOf(request);
  const decision = decide(request.headers, { etag, totalLength: body.length });
  reply.header('etag', etag).header('cache-control', immutable);
  if (decision.status === 304) return reply.code(304).send();
  if (decision.status === 412) throw new UnderstudyError('precondition_failed');
  reply.header('content-type', 'application/vnd.apple.mpegurl');
  const next = continuation?.next ?? 0;
  if (continuation !== undefined) {
    reply.code(206).header('content-range', `bytes ${next}-${body.length - 1}/${body.length}`);
  }
  return reply
    .header('content-length', body.length - next)
    .send(request.method === 'HEAD' ? undefined : body.subarray(next));
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
  const decision = decide(request.headers, { etag, totalLength: source.totalLength() });
  reply.header('etag', etag).header('accept-ranges', 'bytes');
  if (decision.status === 304) return reply.header('cache-control', immutable).code(304).send();
  if (decision.status === 412) throw new UnderstudyError('precondition_failed');
  if (decision.status === 416) return sendUnsatisfiable(reply, source.totalLength());
  if (request.method === 'HEAD') return sendHead(reply, resource);

  return withStream(reply, context, production, resource, async (signal) => {
    const first = decision.status === 206 ? decision.first : 0;
    await waitForByte(source, first, signal);
    const total = source.totalLength();
    if (decision.status === 200) return { status: 200, first, end: total };
    if (total !== undefined && first >= total) return undefined;
    // RFC 9110 section 14.4: of what grows, the range is what exists of it now, and the length is not known.
    const exists = total ?? first + readableFrom(source, first);
    return { status: 206, first, end: Math.min((decision.last ?? exists - 1) + 1, exists) };
  });
}

function sendHead(reply: FastifyReply, { contentType, source }: Resource): FastifyReply {
  const total = source.totalLength();
  reply
    .header('content-type', contentType)
    .header('cache-control', total === undefined ? growing : immutable);
  if (total !== undefined) reply.header('content-length', total);
  return reply.code(200).send();
}

function sendUnsatisfiable(reply: FastifyReply, total: number | undefined): never {
  if (total !== undefined) reply.header('content-range', `bytes */${total}`);
  throw new UnderstudyError('range_not_satisfiable');
}

function continuationOf(request: FastifyRequest): Continuation | undefined {
  const text = request.headers[continueHeader];
  if (text === undefined) return undefined;
  const continuation = parseContinuation(String(text));
  if (continuation === undefined)
    throw new UnderstudyError('bad_request', `malformed ${continueHeader}: ${text}`);
  return continuation;
}

/** Goes on with a response that another worker began, once it is proven that its bytes are ours. */
async function continueResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  context: WorkerContext,
  production: Production,
  resource: Resource,
  { next, last, sent }: Continuation,
): Promise<FastifyReply> {
  const { etag, source } = resource;
  if (request.headers['if-match'] !== etag) throw new UnderstudyError('precondition_failed');
  reply.header('etag', etag);
  return withStream(reply, context, production, resource, async (signal) => {
    if (sent !== undefined) await proveSent(source, sent, next, signal);
    await waitForByte(source, next, signal);
    const total = source.totalLength();
    if (total !== undefined && (next > total || (last !== undefined && last >= total))) return undefined;
    context.events.continued(source.artifact, next);
    return { status: 206, first: next, end: last === undefined ? total : last + 1 };
  });
}

/** Compares what the player has with the bytes here; waits until they are here. */
async function proveSent(
  source: ByteSource,
  sent: NonNullable<Continuation['sent']>,
  next: number,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  for await (const bytes of readByteRange(source, sent.from, next, signal)) hash.update(bytes);
  if (hash.digest('hex') !== sent.sha256) {
    throw new UnderstudyError(
      'splice_mismatch',
      `bytes ${sent.from} to ${next} of ${source.artifact.artifactId} were sent with another digest`,
    );
  }
}

interface Span {
  readonly status: 200 | 206;
  readonly first: number;
  /** Behind the last byte; undefined while the end is not known. */
  readonly end: number | undefined;
}

/**
 * Runs a response under an interest in its resource: what is missing is obtained while it lasts, and the work ends with it.
 * `open` waits for the first byte and tells the span, undefined where it lies outside; what it throws is still a clean answer.
 */
async function withStream(
  reply: FastifyReply,
  context: WorkerContext,
  production: Production,
  resource: Resource,
  open: (signal: AbortSignal) => Promise<Span | undefined>,
): Promise<FastifyReply> {
  const interest = production.want(resource.want);
  const left = new AbortController();
  reply.raw.once('close', () => left.abort(new Error('the router closed the connection')));
  const signal = AbortSignal.any([left.signal, interest.signal]);
  const closeStream = context.streams.open();
  try {
    const span = await open(signal);
    if (span === undefined) return sendUnsatisfiable(reply, resource.source.totalLength());
    reply.hijack();
    for (const [name, value] of Object.entries(headersOf(resource, span))) reply.raw.setHeader(name, value);
    reply.raw.statusCode = span.status;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    await streamBody(
      reply.raw,
      readByteRange(resource.source, span.first, span.end, signal),
      span.first,
      span.end === undefined ? endTrailer : undefined,
    );
    context.events.streamed(production.artifact);
    if ('piece' in resource.want && typeof resource.want.piece === 'number') {
      production.interests.addFor(context.limits.playerLingerMs, { from: resource.want.piece });
    }
  } catch (error) {
    if (!reply.sent) throw error;
    // Too late for an answer: only a cut connection tells that this is not the end.
    if (!left.signal.aborted) context.events.streamCut(production.artifact, error);
    reply.raw.destroy();
  } finally {
    interest.release();
    closeStream();
  }
  return reply;
}

function headersOf({ contentType, source }: Resource, { status, first, end }: Span): Record<string, string> {
  const total = source.totalLength();
  return {
    'content-type': contentType,
    'cache-control': total === undefined ? growing : immutable,
    ...(status === 206 && {
      'content-range': `bytes ${first}-${end === undefined ? '' : end - 1}/${total ?? '*'}`,
    }),
    ...(end === undefined
      ? { [growingHeader]: '1', trailer: endTrailer }
      : { 'content-length': String(end - first) }),
  };
}
