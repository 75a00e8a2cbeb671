import type { Logger } from '@understudy/service-kit';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PeerRefusal, RefusedRequest } from './peer-refusal.js';
import type { PeerTlsEvents } from './peer-tls.js';
import type { PeerGuard } from './require-peer.js';

/** Whoever knocks again and again must not fill the log. */
const lineEveryMs = 10_000;
/** Of so many causes and addresses it is known when they were told last. */
const mostTold = 1_000;

/** Whoever is no peer may send what it likes. */
const mostOfPath = 200;

/** Whether a line about this is due. */
function rarely(): (what: string) => boolean {
  const toldAtMs = new Map<string, number>();
  return (what) => {
    const nowMs = performance.now();
    if (nowMs - (toldAtMs.get(what) ?? Number.NEGATIVE_INFINITY) < lineEveryMs) return false;
    if (toldAtMs.size >= mostTold) toldAtMs.clear();
    toldAtMs.set(what, nowMs);
    return true;
  };
}

export type PeerServerEvents = PeerGuard['events'] & {
  /** A connection was refused before there was any request. */
  certificateRefused(address: string, why: string): void;
};

/** Of a service that its peers ask. */
export function peerServerEvents(logger: Logger, registry: Registry): PeerServerEvents {
  const refused = new Counter({
    name: 'understudy_peer_requests_refused_total',
    help: 'Requests of peers, or of who is none, that were refused',
    labelNames: ['reason'],
    registers: [registry],
  });
  const isDue = rarely();
  return {
    peerRefused(refusal: PeerRefusal, { method, path, address }: RefusedRequest) {
      const { reason } = refusal;
      refused.inc({ reason });
      if (!isDue(`${reason} ${address}`)) return;
      const request = { address, method, path: path.slice(0, mostOfPath) };
      if (refusal.reason === 'clock') {
        const aheadS = Math.round(refusal.aheadMs / 100) / 10;
        logger.error(
          { event: 'peer.clock', ...request, aheadS },
          `the clock of a peer is ${Math.abs(aheadS)} s ${aheadS < 0 ? 'behind' : 'ahead of'} ours; what it asks is refused`,
        );
        return;
      }
      logger.warn(
        { event: 'peer.refused', ...request, ...refusal },
        'a request was not taken for one of a peer',
      );
    },
    certificateRefused(address: string, why: string) {
      refused.inc({ reason: 'tls' });
      if (!isDue(`tls ${address}`)) return;
      logger.warn(
        { event: 'peer.refused', address, reason: 'tls', why },
        'a connection was refused: who made it is no peer by its certificate',
      );
    },
  };
}

/** Of a service that has a certificate for its peers. */
export function peerTlsEvents(logger: Logger, registry: Registry): PeerTlsEvents {
  // Only where there is a certificate: one that ended in 1970 would be told otherwise.
  let ends: Gauge | undefined;
  const isDue = rarely();
  return {
    certificateUsed(endsAtMs: number) {
      ends ??= new Gauge({
        name: 'understudy_peer_certificate_ends_seconds',
        help: 'When the certificate for peers ends, in seconds since 1970',
        registers: [registry],
        aggregator: 'min',
      });
      ends.set(endsAtMs / 1_000);
      const endsAt = new Date(endsAtMs).toISOString();
      if (endsAtMs > Date.now())
        logger.info({ event: 'peer-tls.used', endsAt }, 'this certificate is shown to peers from now on');
      else
        logger.error(
          { event: 'peer-tls.expired', endsAt },
          'the certificate for peers has expired: none takes it',
        );
    },
    certificateNotUsed(error: unknown) {
      logger.error(
        { event: 'peer-tls.failed', error },
        'the certificate files for peers cannot be used; the last certificate stays',
      );
    },
    peerUntrusted(url: string, error: Error & { readonly code?: string }) {
      if (!isDue(`${url} ${error.code}`)) return;
      logger.error(
        { event: 'peer.untrusted', url, code: error.code, why: error.message },
        "a peer and this service do not take each other's certificate",
      );
    },
  };
}
