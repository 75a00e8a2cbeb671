import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { videoIdOf } from '@understudy/metadata-store';
import {
  clientHeader,
  endTrailer,
  growingHeader,
  parseClientKey,
  priceHeader,
  streamsHeader,
  type Want,
} from '@understudy/peer-protocol';
import type { FastifyReply } from 'fastify';
import type { WorkerContext } from '../context.js';
import { streamBody } from '../http/stream-body.js';
import type { Production } from '../produce/production.js';
import { isFinal, isSealedWithin, readByteRange } from '../store/read-bytes.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { growing, immutable } from './cache-control.js';
import type { Resource } from './resource.js';

/** Which bytes of a resource a response has. */
export interface Span {
  readonly status: 200 | 206;
  readonly first: number;
  /** Behind the last byte; undefined while the end is not known. */
  readonly end: number | undefined;
  /** Named as the last position while the end is not known (RFC 8673 section 2.2). A router needs none to go on. */
  readonly live?: string;
  /** Of the artifact, where what was sent before was compared with it. */
  readonly edition?: number;
}

/** A player loads the next segment as soon as it has one, so these are what it may meet on the way; at least 5 s. */
const renditionSegmentsAhead = 3;

/**
 * What is made for a segment player that is between two requests. Players change from one rendition to the next with the network: one
 * is made no further than somebody is about to watch it.
 */
function aheadOf({ contentId }: StoredArtifact, segment: number): Want {
  const isRendition = videoIdOf(contentId) !== contentId;
  return isRendition ? { from: segment, to: segment + 1 + renditionSegmentsAhead } : { from: segment };
}

/**
 * Runs a response under an interest in its resource: what is missing is obtained while it lasts, and the work ends with it.
 * `open` waits for the first byte and tells the span, undefined where it lies outside; what it throws is still a clean answer.
 */
export async function streamResource(
  reply: FastifyReply,
  context: WorkerContext,
  production: Production,
  resource: Resource,
  open: (signal: AbortSignal) => Promise<Span | undefined>,
): Promise<FastifyReply> {
  const { id: requestId, serving } = reply.request;
  const client = parseClientKey(reply.request.headers[clientHeader]);
  const interest = production.want(resource.want, serving?.span, client);
  const { signal } = interest;
  let isOver = false;
  let hasLeft = false;
  reply.raw.once('close', () => {
    if (isOver || signal.aborted) return;
    hasLeft = true;
    interest.leave(new Error('the router closed the connection'));
  });
  const closeStream = openStream(context, production.artifact, reply, client);
  try {
    const span = await open(signal);
    if (span === undefined) return sendUnsatisfiable(reply, resource.source.totalLength());
    reply.hijack();
    serving?.began(span.first);
    for (const [name, value] of Object.entries(headersOf(resource, span))) reply.raw.setHeader(name, value);
    reply.raw.setHeader(streamsHeader, context.streams.count);
    reply.raw.statusCode = span.status;
    // Also while a player that takes nothing is waited for.
    signal.addEventListener('abort', () => reply.raw.destroy(), { once: true });
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const bytes = readByteRange(resource.source, span.first, span.end, signal, span.edition);
    await streamBody(
      reply.raw,
      serving === undefined ? bytes : serving.counted(bytes),
      span.first,
      span.end === undefined ? endTrailer : undefined,
    );
    serving?.whole();
    context.events.streamed(requestId, production.artifact);
    if (context.disk.takes && 'piece' in resource.want && typeof resource.want.piece === 'number') {
      production.interests.addFor(
        context.limits.playerLingerMs,
        aheadOf(production.artifact, resource.want.piece),
        client,
      );
    }
  } catch (error) {
    if (!reply.sent) {
      if (isUnderstudyError(error, 'budget_exceeded')) reply.header(priceHeader, String(error.price));
      if (!reply.raw.destroyed) throw error;
      // Nobody is there to be told.
      return reply.hijack();
    }
    // Too late for an answer: only a cut connection tells that this is not the end.
    if (!hasLeft) {
      const why: unknown = signal.aborted ? signal.reason : error;
      serving?.cut(why);
      context.events.streamCut(requestId, production.artifact, why);
    }
    reply.raw.destroy();
  } finally {
    isOver = true;
    interest.release();
    closeStream();
  }
  return reply;
}

/** Counts a response to a player. Returns what to call when it ends. */
function openStream(
  { streams, demand }: WorkerContext,
  { contentId }: StoredArtifact,
  { request }: FastifyReply,
  client: string | undefined,
): () => void {
  const { part } = request.params as { readonly part: string };
  const closeStream = streams.open(contentId);
  const closeDemand = demand.opened(contentId, part, client);
  return () => {
    closeStream();
    closeDemand();
  };
}

function headersOf(
  { contentType, source }: Resource,
  { status, first, end, live = '' }: Span,
): Record<string, string> {
  const total = source.totalLength();
  const isSealed = end !== undefined && isFinal(source.artifact) && isSealedWithin(source, first, end);
  return {
    'content-type': contentType,
    'cache-control': isSealed && total !== undefined ? immutable : growing,
    ...(status === 206 && {
      'content-range': `bytes ${first}-${end === undefined ? live : end - 1}/${total ?? '*'}`,
    }),
    ...(end === undefined ? { trailer: endTrailer } : { 'content-length': String(end - first) }),
    ...(!isSealed && { [growingHeader]: '1' }),
  };
}

/** @throws UnderstudyError `range_not_satisfiable`, always; with the length that there is, where it is known. */
export function sendUnsatisfiable(reply: FastifyReply, total: number | undefined): never {
  if (total !== undefined) reply.header('content-range', `bytes */${total}`);
  throw new UnderstudyError('range_not_satisfiable');
}
