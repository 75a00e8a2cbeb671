import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A signed request is good for this long around its date: clocks differ, and a recorded request must grow old. */
const maxClockDifferenceMs = 60_000;

const emptyBodyDigest = createHash('sha256').digest('base64');
const dateHeader = 'understudy-date';
const digestHeader = 'content-digest';
const authorizationPattern = /^Understudy-HMAC-SHA256 ([0-9a-f]{64})$/;
const digestPattern = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;

interface SignedParts {
  readonly method: string;
  /** With the query, as on the request line. */
  readonly path: string;
  readonly dateMs: number;
  /** SHA-256 of the body in base64. */
  readonly bodyDigest: string;
}

/** A key made ready once: making it takes a fifth of a signature's time. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function keyOf(secret: Uint8Array): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(secret);
  keys.set(secret, key);
  return key;
}

function signatureOf(secret: Uint8Array, { method, path, dateMs, bodyDigest }: SignedParts): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${method}\n${path}\n${dateMs}\n${bodyDigest}`).digest();
}

/** SHA-256 of a request body in base64, as RFC 9530 section 2 has it. */
export function bodyDigest(body: Uint8Array | undefined): string {
  return body === undefined || body.length === 0
    ? emptyBodyDigest
    : createHash('sha256').update(body).digest('base64');
}

/** The headers by which a peer proves that it knows the secret: an HMAC over method, path, date and body digest. */
export function signRequest(
  secret: Uint8Array,
  request: { method: string; path: string; body?: Uint8Array },
  nowMs: number,
): Record<string, string> {
  const digest = bodyDigest(request.body);
  const signature = signatureOf(secret, { ...request, dateMs: nowMs, bodyDigest: digest });
  return {
    [dateHeader]: String(nowMs),
    // RFC 9530: left out with an empty body, whose digest both sides know.
    ...(digest !== emptyBodyDigest && { [digestHeader]: `sha-256=:${digest}:` }),
    authorization: `Understudy-HMAC-SHA256 ${signature.toString('hex')}`,
  };
}

/**
 * Whether the headers were signed with `secret` for this method and path, not long ago. The caller compares the returned
 * body digest (base64) with that of the body it reads.
 */
export function verifyRequest(
  secret: Uint8Array,
  request: { method: string; path: string; headers: IncomingHttpHeaders },
  nowMs: number,
): { ok: true; bodyDigest: string } | { ok: false } {
  const { headers } = request;
  const signature = authorizationPattern.exec(headers.authorization ?? '')?.[1];
  const dateMs = Number(headers[dateHeader]);
  const digestText = headers[digestHeader];
  const digest = digestText === undefined ? emptyBodyDigest : digestPattern.exec(String(digestText))?.[1];
  if (signature === undefined || digest === undefined) return { ok: false };
  if (!(Math.abs(nowMs - dateMs) <= maxClockDifferenceMs)) return { ok: false };
  const expected = signatureOf(secret, { ...request, dateMs, bodyDigest: digest });
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
    ? { ok: true, bodyDigest: digest }
    : { ok: false };
}
