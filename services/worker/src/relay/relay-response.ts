import { isUnderstudyError } from '@understudy/errors';
import {
  artifactPath,
  clientHeader,
  continueHeader,
  pathwaysHeader,
  relayedHeader,
} from '@understudy/peer-protocol';
import { requestIdHeader } from '@understudy/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WorkerContext } from '../context.js';
import { passOn } from './pass-on.js';
import { SilenceWatch } from './silence-watch.js';

/** So many others are asked in turn: each answers a refusal at once. */
const askedOthers = 8;
/** Above the longest wait for a generator's first byte; who falls silent is found out sooner. */
const headTimeoutMs = 60_000;
/** What the answer depends on. */
const passedHeaders = [
  'range',
  'if-range',
  'if-match',
  'if-none-match',
  clientHeader,
  continueHeader,
  pathwaysHeader,
] as const;

/**
 * Answers with what another worker has or can make, without storing it: for a worker whose disk takes nothing. The others are
 * asked in the order of the preference list. Nobody relays what was relayed: two full workers would pass a request on for ever.
 * @throws UnderstudyError `storage_full` when nobody can
 */
export async function relayResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  context: WorkerContext,
  contentId: bigint,
  part: string,
): Promise<FastifyReply> {
  if (request.headers[relayedHeader] !== undefined) throw context.disk.refuse();
  const headers: Record<string, string> = {
    [relayedHeader]: context.id,
    [requestIdHeader]: request.id,
    ...request.serving?.span.headers,
  };
  for (const name of passedHeaders) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = String(value);
  }
  const left = new AbortController();
  reply.raw.once('close', () => left.abort(new Error('the router closed the connection')));
  const closeStream = context.streams.open(contentId);
  try {
    for (const { id, url } of context.view().othersInOrder(contentId).slice(0, askedOthers)) {
      const watch = new SilenceWatch(context.limits.relaySilenceMs, () => context.isAlive(url));
      try {
        const answer = await context.client.send({
          method: request.method === 'HEAD' ? 'HEAD' : 'GET',
          url,
          path: artifactPath(contentId, part),
          headers,
          headTimeoutMs,
          signal: AbortSignal.any([left.signal, watch.dead]),
        });
        const status = answer.statusCode ?? 0;
        // It cannot, or has other bytes: another may.
        if (status >= 500 || status === 409) {
          answer.destroy();
          continue;
        }
        context.events.relayed(request.id, contentId, id);
        reply.hijack();
        await passOn(answer, reply.raw, watch);
        request.serving?.relayed(id);
        return reply;
      } catch (error) {
        if (left.signal.aborted) return reply.sent ? reply : reply.hijack();
        if (reply.sent) {
          // Too late for an answer: only a cut connection tells that this is not the end.
          context.events.relayCut(request.id, contentId, id, error);
          request.serving?.cut(error);
          reply.raw.destroy();
          return reply;
        }
        if (!isUnderstudyError(error, 'peer_unreachable')) throw error;
      } finally {
        watch.close();
      }
    }
    throw context.disk.refuse();
  } finally {
    closeStream();
  }
}
