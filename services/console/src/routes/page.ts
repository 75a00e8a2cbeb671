import { takesGzip } from '@understudy/service-kit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { missingPage, type PageFile, readBundle } from '../page-bundle.js';

/** Nothing but its own files, this server, and videos of where players come to; never in a frame, since it carries the operator's key. */
function pagePolicy(publicUrl: string | null): string {
  const media = publicUrl === null ? "'none'" : new URL(publicUrl).origin;
  return (
    `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src ${media}; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
  );
}
/** The names of assets hold the digest of what they are. */
const forGood = 'public, max-age=31536000, immutable';

/** `GET /` and `/assets/{name}`: the operator's page. Without its bundle it says what to run. */
export function pageRoute(app: FastifyInstance, directory: URL, publicUrl: string | null): void {
  const policy = pagePolicy(publicUrl);
  const files = readBundle(directory);
  const index = files.get('index.html') ?? missingPage;

  app.get('/', (request, reply) =>
    send(
      index,
      request.headers['accept-encoding'],
      reply
        .code(index === missingPage ? 503 : 200)
        .header('content-security-policy', policy)
        .header('referrer-policy', 'no-referrer')
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
  reply
    .header('content-type', type)
    .header('x-content-type-options', 'nosniff')
    .header('vary', 'accept-encoding');
  if (!takesGzip(accepted)) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(gzipped);
}
