import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';
import { type Continuation, continueHeader, parseContinuation } from '@understudy/peer-protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WorkerContext } from '../context.js';
import { isSameTag } from '../http/decide.js';
import type { Production } from '../produce/production.js';
import { type ByteSource, readByteRange, waitForByte } from '../store/read-bytes.js';
import type { Resource } from './resource.js';
import { streamResource } from './stream-resource.js';

/**
 * What a router asks to be gone on with, if it does.
 * @throws UnderstudyError `bad_request`
 */
export function continuationOf(request: FastifyRequest): Continuation | undefined {
  const text = request.headers[continueHeader];
  if (text === undefined) return undefined;
  const continuation = parseContinuation(String(text));
  if (continuation === undefined)
    throw new UnderstudyError('bad_request', `malformed ${continueHeader}: ${text}`);
  return continuation;
}

/** Goes on with a response that another worker began, once it is proven that its bytes are ours. */
export async function continueResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  context: WorkerContext,
  production: Production,
  resource: Resource,
  { next, last, sent }: Continuation,
): Promise<FastifyReply> {
  const { etag, source } = resource;
  const begunWith = String(request.headers['if-match']);
  if (!isSameTag(begunWith, etag)) throw new UnderstudyError('precondition_failed');
  reply.header('etag', begunWith);
  return streamResource(reply, context, production, resource, async (signal) => {
    const { edition } = source.artifact;
    if (sent !== undefined) await proveSent(source, sent, next, signal);
    await waitForByte(source, next, signal, () => {
      // What was proven is not what would follow.
      if (source.artifact.edition !== edition) throw differs(source, sent?.from ?? next, next);
    });
    const total = source.totalLength();
    if (total !== undefined && (next > total || (last !== undefined && last >= total))) return undefined;
    context.events.continued(request.id, source.artifact, next);
    return { status: 206, first: next, end: last === undefined ? total : last + 1, edition };
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
  if (hash.digest('hex') !== sent.sha256) throw differs(source, sent.from, next);
}

const differs = ({ artifact }: ByteSource, from: number, next: number) =>
  new UnderstudyError(
    'splice_mismatch',
    `bytes ${from} to ${next} of ${artifact.artifactId} were sent with another digest`,
  );
