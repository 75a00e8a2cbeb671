import { UnderstudyError } from '@understudy/errors';
import type { Continuation } from '@understudy/peer-protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../http/decide.js';
import { sendUnsatisfiable } from './stream-resource.js';

/** `cacheControl`: how long its text stands. */
export interface Playlist {
  readonly text: string;
  readonly etag: string;
  readonly cacheControl: string;
}

/** A playlist is known as a whole at once, so a continuation of it is the rest of its text. */
export function sendPlaylist(
  request: FastifyRequest,
  reply: FastifyReply,
  playlist: Playlist,
  continuation: Continuation | undefined,
): FastifyReply {
  const { etag, cacheControl } = playlist;
  const body = Buffer.from(playlist.text);
  const decision = decide(request.headers, { etag, totalLength: body.length }, request.method);
  reply.header('etag', etag).header('cache-control', cacheControl).header('accept-ranges', 'bytes');
  if (decision.status === 304) return reply.code(304).send();
  if (decision.status === 412) throw new UnderstudyError('precondition_failed');
  if (decision.status === 416) return sendUnsatisfiable(reply, body.length);
  reply.header('content-type', 'application/vnd.apple.mpegurl');
  // What is asked for, and what is left of it where another worker has sent some.
  const asked = decision.status === 206 && 'last' in decision ? decision : undefined;
  const first = continuation?.next ?? asked?.first ?? 0;
  const last = continuation?.last ?? asked?.last ?? body.length - 1;
  if (continuation !== undefined || asked !== undefined)
    reply.code(206).header('content-range', `bytes ${first}-${last}/${body.length}`);
  return reply
    .header('content-length', last + 1 - first)
    .send(request.method === 'HEAD' ? undefined : body.subarray(first, last + 1));
}
