import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance } from 'fastify';
import { bodyDigest, verifyRequest } from './signature.js';

/** Admits only requests that are signed with the cluster's secret, and whose body is the signed one. */
export function requirePeer(app: FastifyInstance, secret: Uint8Array): void {
  const signedDigests = new WeakMap<object, string>();

  app.addHook('onRequest', async (request) => {
    const { method, url, headers } = request.raw;
    const verified = verifyRequest(secret, { method: method ?? '', path: url ?? '', headers }, Date.now());
    if (!verified.ok)
      throw new UnderstudyError('unauthorized', `unsigned ${method} ${url} from ${request.ip}`);
    signedDigests.set(request, verified.bodyDigest);
  });
  // Not secret and not an authenticator by itself, so a plain comparison does.
  const requireSigned = (request: object, body: Buffer) => {
    if (bodyDigest(body) !== signedDigests.get(request))
      throw new UnderstudyError('unauthorized', 'a body that is not the signed one');
  };
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: object, body: Buffer) => {
      requireSigned(request, body);
      try {
        return JSON.parse(body.toString()) as unknown;
      } catch (cause) {
        throw new UnderstudyError('bad_request', 'a body that is no JSON', { cause });
      }
    },
  );
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    async (request: object, body: Buffer) => {
      requireSigned(request, body);
      return body;
    },
  );
}
