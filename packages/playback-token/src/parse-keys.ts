import { UnderstudyError } from '@understudy/errors';

/** A secret that tokens are signed with (HS256), and what their `kid` calls it. */
export interface TokenSecret {
  readonly kid: string;
  readonly secret: Uint8Array;
}

/** The public half of a key that tokens are signed with (EdDSA, Ed25519). */
export interface TokenJwk {
  /** Empty where the set gives it no name. */
  readonly kid: string;
  /** Base64url. */
  readonly x: string;
}

/** RFC 7518 section 3.2: a key MUST be at least as long as the hash. */
const minSecretBytes = 32;
const mostSecrets = 16;
const mostJwks = 100;
const kidPattern = /^[A-Za-z0-9._-]{1,64}$/;
const base64 = /^[A-Za-z0-9+/_-]{43,}={0,2}$/;
const ed25519Point = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads `KID:BASE64,…`. The first one signs where tokens are issued; all of them are accepted.
 * @throws UnderstudyError `invalid_configuration`; it never shows a secret.
 */
export function parseTokenSecrets(variable: string, text: string): TokenSecret[] {
  const secrets = text.split(',').map((each) => {
    const [kid = '', encoded = '', ...others] = each.trim().split(':');
    const secret = Buffer.from(encoded, 'base64');
    if (others.length > 0 || !kidPattern.test(kid) || !base64.test(encoded) || secret.length < minSecretBytes)
      throw refuse(variable);
    return { kid, secret };
  });
  if (secrets.length > mostSecrets || new Set(secrets.map(({ kid }) => kid)).size < secrets.length)
    throw refuse(variable);
  return secrets;
}

function refuse(variable: string): UnderstudyError {
  return new UnderstudyError(
    'invalid_configuration',
    `${variable} must be KID:SECRET, or 2 to ${mostSecrets} of them with commas between: a name of its own of at most 64 letters, digits, ` +
      `".", "_" and "-", and base64 of at least ${minSecretBytes} random bytes`,
  );
}

/**
 * The Ed25519 keys of a JWK Set (RFC 7517 section 5, RFC 8037). Others, and those for another use, are passed over: a set may hold more
 * than this is about. A symmetric key in it is never one.
 * @throws Error where it is no set, or has no such key, or a private one
 */
export function parseTokenJwks(text: string): TokenJwk[] {
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length > mostJwks)
    throw new Error(`a JWK Set of at most ${mostJwks} keys is needed`);
  const found = (keys as Readonly<Record<string, unknown>>[]).flatMap((jwk) => {
    const { kty, crv, alg, use, kid = '', x, d } = jwk ?? {};
    if (kty !== 'OKP' || crv !== 'Ed25519' || (use !== undefined && use !== 'sig')) return [];
    if (alg !== undefined && alg !== 'EdDSA' && alg !== 'Ed25519') return [];
    if (d !== undefined) throw new Error('a private key stands in the JWK Set');
    if (typeof kid !== 'string' || typeof x !== 'string' || !ed25519Point.test(x))
      throw new Error('an Ed25519 key of the JWK Set is malformed');
    return [{ kid, x }];
  });
  if (found.length === 0) throw new Error('the JWK Set has no Ed25519 key for signatures');
  if (new Set(found.map(({ kid }) => kid)).size < found.length)
    throw new Error('two Ed25519 keys of the JWK Set have the same kid');
  return found;
}
