import { takesGzip } from '@understudy/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asset } from './asset.js';

/** Sends what a page loads, under its type, compressed where that is taken. */
export function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, gzipped }: Asset,
  contentType: string,
): FastifyReply {
  reply.header('content-type', contentType).header('vary', 'accept-encoding');
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(gzipped);
}

/** Of what has the digest of its content in its name. */
export const forGood = 'public, max-age=31536000, immutable';
