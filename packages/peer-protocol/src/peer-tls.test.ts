import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { createServer } from '@understudy/service-kit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { LivenessProbe } from './liveness-probe.js';
import { createPeerClient } from './peer-client.js';
import { type PeerServerEvents, peerServerEvents, peerTlsEvents } from './peer-events.js';
import { PeerTls } from './peer-tls.js';
import type { PeerTrust } from './peer-trust.js';
import { servePeersOverTls } from './serve-peers.js';
import { PeerAuthority, type PeerCertificates } from './testing/index.js';

let authority: PeerAuthority;
let stranger: PeerAuthority;
let files: PeerCertificates;
beforeAll(async () => {
  [authority, stranger] = await Promise.all([PeerAuthority.create(), PeerAuthority.create()]);
  files = await authority.sign('server');
});
afterAll(() => Promise.all([authority.remove(), stranger.remove()]));

/** What a service says of its peers, by its log. */
function events() {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ base: {} }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const registry = new Registry();
  return {
    lines,
    registry,
    server: peerServerEvents(logger, registry) as PeerServerEvents,
    tls: peerTlsEvents(logger, registry),
    told: (event: string) => lines.filter((line) => line['event'] === event),
  };
}

function tlsOf(certificates: PeerCertificates, said = events(), name?: string, everyMs?: number): PeerTls {
  const tls = new PeerTls({ ...certificates, name, listens: true }, said.tls, everyMs);
  onTestFinished(() => tls.close());
  return tls;
}

async function listen(tls: PeerTls, said = events()) {
  const app = createServer({
    logger: pino({ level: 'silent' }),
    bodyLimitBytes: 1_024,
    mutualTls: tls.serverOptions,
  });
  servePeersOverTls(app, tls, said.server);
  app.get('/healthz', () => ({ status: 'ok' }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  return { url, said };
}

function ask(url: string, trust?: PeerTrust): Promise<unknown> {
  const client = createPeerClient(Buffer.alloc(32), { trust });
  onTestFinished(() => client.close());
  return client.json({ method: 'GET', url, path: '/healthz', headTimeoutMs: 2_000 });
}

const probe = (url: string, trust?: PeerTrust) =>
  new LivenessProbe({ timeoutMs: 500, longestMs: 500, trust }).isAlive(url);

test('peers with a certificate of the authority ask each other over TLS 1.3', async () => {
  const { url } = await listen(tlsOf(files));
  expect(url).toMatch(/^https:/);
  const trust = tlsOf(await authority.sign('client', { subject: 'DNS:anywhere.example' }));
  expect(await ask(url, trust)).toEqual({ status: 'ok' });
  expect(await probe(url, trust)).toBe(true);
});

test.each([
  ['none', async () => undefined, 'peer did not return a certificate'],
  ['one that has expired', () => authority.sign('expired', { days: -1 }), 'CERT_HAS_EXPIRED'],
  ['one of another authority', () => stranger.sign('stranger'), 'UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY'],
])('who shows %s is not let in, and the service that was asked says why', async (_what, sign, why) => {
  const { url, said } = await listen(tlsOf(files));
  const shown = await sign();
  // It takes the server for a peer all the same: only what it shows is wrong.
  const trust = shown && tlsOf({ ...shown, ca: files.ca });
  await expect(ask(url, trust ?? tlsWithout())).rejects.toMatchObject({ code: 'peer_unreachable' });
  await expect
    .poll(() => said.told('peer.refused'))
    .toMatchObject([
      { reason: 'tls', address: '127.0.0.1', why: expect.stringMatching(new RegExp(why, 'i')) },
    ]);
  expect(await said.registry.metrics()).toContain('understudy_peer_requests_refused_total{reason="tls"} 1');
  // Nothing of it keeps a good peer out.
  expect(await ask(url, tlsOf(await authority.sign('good')))).toEqual({ status: 'ok' });
});

/** Trusts the server, and shows nothing. */
function tlsWithout(): PeerTrust {
  const secureContext = createSecureContext({ ca: readFileSync(files.ca) });
  return { name: undefined, secureContext, failed: () => {} };
}

test('a server of another authority, or for another address, is asked nothing, and who asked says so', async () => {
  const { url } = await listen(tlsOf(await stranger.sign('server')));
  const said = events();
  const trust = tlsOf(files, said);
  await expect(ask(url, trust)).rejects.toMatchObject({
    code: 'peer_unreachable',
    message: expect.stringContaining('certificate chain'),
  });
  expect(await probe(url, trust)).toBe(false);
  expect(said.told('peer.untrusted')).toMatchObject([{ url, code: 'SELF_SIGNED_CERT_IN_CHAIN' }]);

  const other = await listen(tlsOf(await authority.sign('elsewhere', { subject: 'DNS:worker.example' })));
  await expect(ask(other.url, trust)).rejects.toMatchObject({ message: expect.stringContaining('altnames') });
  // Where all peers have one name, it is that which counts.
  const named = tlsOf(files, events(), 'worker.example');
  expect(await ask(other.url, named)).toEqual({ status: 'ok' });
  expect(await probe(other.url, named)).toBe(true);
});

test('files that are replaced are used without a restart, at both ends; half of a pair changes nothing', async () => {
  const own = await authority.sign('renewed');
  const said = events();
  const tls = tlsOf(own, said, undefined, 10);
  const { url } = await listen(tls);
  const before = tls.secureContext;
  expect(said.told('peer-tls.used')).toHaveLength(1);
  await authority.sign('renewed', { days: 30 });
  await expect.poll(() => said.told('peer-tls.used').length).toBe(2);
  expect(tls.secureContext).not.toBe(before);
  expect(await ask(url, tls)).toEqual({ status: 'ok' });
  const ends = /^understudy_peer_certificate_ends_seconds (\S+)/m.exec(await said.registry.metrics())?.[1];
  expect(Number(ends) - Date.now() / 1_000).toBeGreaterThan(29 * 86_400);
});
