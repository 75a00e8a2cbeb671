import { UnderstudyError } from '@understudy/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PeerRefusal, RefusedRequest } from './peer-refusal.js';
import type { PeerSecrets } from './peer-secrets.js';
import { ReplayMemory } from './replay-memory.js';
import { bodyDigest, verifyRequest } from './signature.js';

/** Whom a server takes for a peer. */
export interface PeerGuard {
  readonly secrets: PeerSecrets;
  /** By how much the clocks of two services may differ, and how long a recorded request is good. */
  readonly windowMs: number;
  /** How many requests that may change something are remembered at most. */
  readonly replaysKept: number;
  /** The URL by which peers find this service; undefined while that is not known: then any is taken. */
  readonly ownUrl: () => string | undefined;
  readonly events: { peerRefused(refusal: PeerRefusal, request: RefusedRequest): void };
}

const emptyDigest = bodyDigest(undefined);

/**
 * Admits only requests that are signed with a secret of the cluster, whose body is the signed one, and which were signed not long ago;
 * what may change something (all but GET and HEAD) only where it is for this service, and once.
 */
export function requirePeer(app: FastifyInstance, guard: PeerGuard): void {
  const { secrets, windowMs } = guard;
  const signedDigests = new WeakMap<object, string>();
  const memory = new ReplayMemory({
    windowMs,
    most: guard.replaysKept,
    sinceMs: performance.timeOrigin,
  });

  const tell = (refusal: PeerRefusal, { raw, ip }: FastifyRequest) =>
    guard.events.peerRefused(refusal, { method: raw.method ?? '', path: raw.url ?? '', address: ip });

  app.addHook('onRequest', async (request) => {
    const { method = '', url = '', headers } = request.raw;
    const refused = (error: UnderstudyError, refusal: PeerRefusal) => {
      tell(refusal, request);
      return error;
    };
    const verified = verifyRequest(secrets, { method, path: url, headers });
    if (!verified.ok)
      throw refused(new UnderstudyError('unauthorized', `unsigned ${method} ${url} from ${request.ip}`), {
        reason: 'signature',
      });
    // All that follows is told to peers only: the signature is theirs.
    const nowMs = Date.now();
    const { dateMs, once } = verified;
    if (Math.abs(dateMs - nowMs) > windowMs)
      throw refused(clocksDiffer(dateMs - nowMs, windowMs), { reason: 'clock', aheadMs: dateMs - nowMs });
    if (once !== undefined) {
      const own = guard.ownUrl();
      if (own !== undefined && once.host !== new URL(own).host)
        throw refused(notForUs(once.host), { reason: 'recipient', host: once.host });
      if (!memory.take(once.nonce, dateMs, nowMs))
        throw refused(new UnderstudyError('request_replayed'), { reason: 'replay' });
    }
    signedDigests.set(request, verified.bodyDigest);
  });
  // Not secret and not an authenticator by itself, so a plain comparison does.
  const refuseBody = (request: FastifyRequest) => {
    tell({ reason: 'signature' }, request);
    return new UnderstudyError('unauthorized', 'a body that is not the signed one');
  };
  const compared = new WeakSet<object>();
  const requireSigned = (request: FastifyRequest, body: Buffer) => {
    if (bodyDigest(body) !== signedDigests.get(request)) throw refuseBody(request);
    compared.add(request);
  };
  // A body that was left out on the way, or is of a type that nobody compares.
  app.addHook('preHandler', (request, _reply, done) => {
    const isEmpty = (request.body ?? undefined) === undefined && signedDigests.get(request) === emptyDigest;
    if (isEmpty || compared.has(request)) done();
    else done(refuseBody(request));
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
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
    async (request: FastifyRequest, body: Buffer) => {
      requireSigned(request, body);
      return body;
    },
  );
}

/** `aheadMs`: by how much the sender's clock is ahead of ours. */
function clocksDiffer(aheadMs: number, windowMs: number): UnderstudyError {
  const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1);
  const publicDetail =
    `The clock of the sender is ${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} that of the receiver; ` +
    `${windowMs / 1_000} s are taken (UNDERSTUDY_PEER_WINDOW_S).`;
  return new UnderstudyError('clocks_differ', publicDetail, { publicDetail });
}

function notForUs(host: string): UnderstudyError {
  const publicDetail = `The request is for ${host}, which is not what this service is known by.`;
  return new UnderstudyError('request_replayed', publicDetail, { publicDetail });
}
