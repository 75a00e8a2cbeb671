import { takesGzip } from '@understudy/service-kit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { missingPage, type PageFile, readBundle } from '../page-bundle.js';

/**
 * Nothing but its own files and this server; never in a frame, since it carries the operator's key. Where it plays videos, `playsFrom` is where they
 * are; those that hls.js puts together have a `blob:` URL.
 */
function pagePolicy(playsFrom: string | null): string {
  const origin = playsFrom === null ? undefined : new URL(playsFrom).origin;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    origin === undefined ? "connect-src 'self'" : `connect-src 'self' ${origin}`,
    ...(origin === undefined ? [] : [`media-src ${origin} blob:`]),
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
/** The names of assets hold the digest of what they are. */
const forGood = 'public, max-age=31536000, immutable';

/**
 * `GET /` and `/assets/{name}`: the operator's page. Without its bundle it says what to run. `playsFrom` is the address of the videos that may be
 * played in it, if any may.
 */
export function pageRoute(app: FastifyInstance, directory: URL, playsFrom: string | null): void {
  const policy = pagePolicy(playsFrom);
  const files = readBundle(directory);
  const index = files.get('index.html') ?? missingPage;

  app.get('/', (request, reply) =>
    send(
      index,
      request.headers['accept-encoding'],
      reply
        .code(index === missingPage ? 503 : 200)
        .header('content-security-policy', policy)
        .header('cache-control', 'no-store'),
    ),
  );
  for (const [name, file] of files) {
    if (name === 'index.html') continue;
    app.get(`/${name}`, (request, reply) =>
      send(file, request.headers['accept-encoding'], reply.header('cache-control', forGood)),
    );
  }
}

function send({ type, body, gzipped }: PageFile, accepted: string | undefined, reply: FastifyReply) {
  reply.header('content-type', type).header('vary', 'accept-encoding');
  if (!takesGzip(accepted)) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(gzipped);
}
