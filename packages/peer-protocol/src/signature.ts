import {
  createHash,
  createHmac,
  createSecretKey,
  type Hmac,
  type KeyObject,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PeerSecrets } from './peer-secrets.js';

const emptyBodyDigest = createHash('sha256').digest('base64');
const dateHeader = 'understudy-date';
const nonceHeader = 'understudy-nonce';
const digestHeader = 'content-digest';
const authorizationPattern = /^Understudy-HMAC-SHA256 ([0-9a-f]{64})$/;
const digestPattern = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;
const datePattern = /^\d{1,15}$/;
const noncePattern = /^[0-9a-f-]{36}$/;

/** What only reads: asked for again, and elsewhere, it changes nothing. */
export type ReadingRequest = { readonly method: 'GET' | 'HEAD'; readonly path: string };

export interface ChangingRequest {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  /** Whom it is for: host and port of the URL, as `Host` has them. */
  readonly host: string;
  readonly body?: Uint8Array;
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

function hmacOf(secret: Uint8Array, text: string): Hmac {
  return createHmac('sha256', keyOf(secret)).update(text);
}

/** What is signed of a request that only reads; of one that may change something also whom it is for, and that it is this one. */
function signedText(
  method: string,
  path: string,
  dateMs: number,
  digest: string,
  only?: { host: string; nonce: string },
): string {
  const text = `${method}\n${path}\n${dateMs}\n${digest}`;
  return only === undefined ? text : `${text}\n${only.host}\n${only.nonce}`;
}

const onlyReads = (method: string) => method === 'GET' || method === 'HEAD';

/** SHA-256 of a request body in base64, as RFC 9530 section 2 has it. */
export function bodyDigest(body: Uint8Array | undefined): string {
  return body === undefined || body.length === 0
    ? emptyBodyDigest
    : createHash('sha256').update(body).digest('base64');
}

/**
 * The headers by which a peer proves that it knows the secret: an HMAC over method, path, date and body digest; where the request may
 * change something, also over `host` and a number that is used once.
 */
export function signRequest(
  secret: Uint8Array,
  request: ReadingRequest | ChangingRequest,
  nowMs: number,
): Record<string, string> {
  const { method, path } = request;
  if (!('host' in request)) {
    const hmac = hmacOf(secret, signedText(method, path, nowMs, emptyBodyDigest));
    // Not by the name of `dateHeader`: an object with a computed name takes V8 several times as long.
    return { 'understudy-date': String(nowMs), authorization: authorizationOf(hmac) };
  }
  const digest = bodyDigest(request.body);
  const nonce = randomUUID();
  const hmac = hmacOf(secret, signedText(method, path, nowMs, digest, { host: request.host, nonce }));
  return {
    [dateHeader]: String(nowMs),
    [nonceHeader]: nonce,
    // RFC 9530: left out with an empty body, whose digest both sides know.
    ...(digest !== emptyBodyDigest && { [digestHeader]: `sha-256=:${digest}:` }),
    authorization: authorizationOf(hmac),
  };
}

function authorizationOf(hmac: Hmac): string {
  return `Understudy-HMAC-SHA256 ${hmac.digest('hex')}`;
}

/** What the headers of a request prove. */
export type Verified =
  | {
      readonly ok: true;
      /** When it was signed, by the clock of who did. */
      readonly dateMs: number;
      /** SHA-256 of the body in base64: the caller compares it with that of the body it reads. */
      readonly bodyDigest: string;
      /** Of a request that may change something: whom it is for, and what tells it from all others. */
      readonly once: { readonly host: string; readonly nonce: string } | undefined;
    }
  | { readonly ok: false };

/**
 * Whether the headers were signed with one of `secrets` for this method and path. When that was, whether for this service and
 * whether for the first time, is the caller's to judge: see `requirePeer`.
 */
export function verifyRequest(
  secrets: PeerSecrets,
  request: { method: string; path: string; headers: IncomingHttpHeaders },
): Verified {
  const { method, path, headers } = request;
  const signature = authorizationPattern.exec(headers.authorization ?? '')?.[1];
  const date = headers[dateHeader];
  const digestText = headers[digestHeader];
  const digest = digestText === undefined ? emptyBodyDigest : digestPattern.exec(String(digestText))?.[1];
  if (signature === undefined || digest === undefined || !datePattern.test(String(date)))
    return { ok: false };
  const dateMs = Number(date);
  let once: { host: string; nonce: string } | undefined;
  if (!onlyReads(method)) {
    const nonce = String(headers[nonceHeader]);
    if (!noncePattern.test(nonce)) return { ok: false };
    once = { host: headers.host ?? '', nonce };
  }
  const text = signedText(method, path, dateMs, digest, once);
  const given = Buffer.from(signature, 'hex');
  for (const secret of secrets)
    if (timingSafeEqual(hmacOf(secret, text).digest(), given))
      return { ok: true, dateMs, bodyDigest: digest, once };
  return { ok: false };
}
