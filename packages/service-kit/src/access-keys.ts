import { createHash, timingSafeEqual } from 'node:crypto';
import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Shorter keys could be guessed. */
const minKeyCharacters = 16;

/** The key that each request brought. */
const keyOf = new WeakMap<FastifyRequest, string>();

/**
 * Reads access keys from a configured text, separated by commas.
 * @throws UnderstudyError `invalid_configuration`; it never shows a key.
 */
export function parseAccessKeys(name: string, text: string): string[] {
  const keys = text.split(',').map((key) => key.trim());
  if (keys.some((key) => key.length < minKeyCharacters || /[^\x21-\x7e]/.test(key))) {
    throw new UnderstudyError(
      'invalid_configuration',
      `${name} must be one key, or several with commas between, each of at least ${minKeyCharacters} printable characters without spaces`,
    );
  }
  return keys;
}

/**
 * Refuses (401) every request to routes of `app` that brings none of `keys`, as `Authorization: Bearer …` (RFC 6750
 * section 2.1) or `X-API-Key`. It runs before the body is read.
 */
export function requireAccessKey(app: FastifyInstance, keys: readonly string[]): void {
  const known = keys.map((key) => ({ key, digest: sha256(key) }));
  app.addHook('onRequest', async (request, reply) => {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const given = bearer ?? request.headers['x-api-key'];
    const digest = sha256(typeof given === 'string' ? given : '');
    // Digests have one length whatever was sent, and every one is compared: the time tells nothing about the keys.
    const [match] = known.filter((each) => timingSafeEqual(each.digest, digest));
    if (match === undefined) {
      // RFC 9110 section 15.5.2: a 401 MUST name a challenge.
      reply.header('www-authenticate', 'Bearer');
      throw new UnderstudyError('unauthorized');
    }
    keyOf.set(request, match.key);
  });
}

/** The key that a request brought to a route that requires one. */
export function accessKeyOf(request: FastifyRequest): string {
  const key = keyOf.get(request);
  if (key === undefined) throw new UnderstudyError('internal', `${request.url} requires no key`);
  return key;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
