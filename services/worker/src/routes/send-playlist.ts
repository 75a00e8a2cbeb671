import { UnderstudyError } from '@understudy/errors';
import type { Continuation } from '@understudy/peer-protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../http/decide.js';
import { immutable } from './cache-control.js';

/** A playlist is known as a whole at once, so a continuation of it is the rest of its text. */
export function sendPlaylist(
  request: FastifyRequest,
  reply: FastifyReply,
  playlist: { readonly text: string; readonly etag: string },
  continuation: Continuation | undefined,
): FastifyReply {
  const { etag } = playlist;
  const body = Buffer.from(playlist.text);
  const decision = decide(request.headers, { etag, totalLength: body.length }, request.method);
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
