import { useProblemResponses } from '@understudy/service-kit';
import { fastify } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import type { PeerRefusal } from './peer-refusal.js';
import { requirePeer } from './require-peer.js';
import { signRequest } from './signature.js';

const secret = Buffer.alloc(32, 7);
const old = Buffer.alloc(32, 8);
const host = 'worker-1:8080';

afterEach(() => void vi.useRealTimers());

function worker() {
  const app = fastify();
  const refusals: PeerRefusal[] = [];
  useProblemResponses(app);
  requirePeer(app, {
    secrets: [secret, old],
    windowMs: 30_000,
    replaysKept: 100,
    ownUrl: () => `http://${host}`,
    events: { peerRefused: (refusal) => refusals.push(refusal) },
  });
  app.get('/status', () => 'read');
  app.post('/scrub', () => 'done');
  const ask = async (headers: Record<string, string>, method: 'GET' | 'POST' = 'POST', payload?: Buffer) => {
    const url = method === 'GET' ? '/status' : '/scrub';
    const { statusCode, body } = await app.inject({
      method,
      url,
      headers: { host, ...headers },
      ...(payload && { payload }),
    });
    return statusCode === 200 ? 'taken' : (JSON.parse(body) as { code: string; detail?: string });
  };
  return { ask, refusals };
}

const signed = (atMs: number, to = host, by = secret) =>
  signRequest(by, { method: 'POST', path: '/scrub', host: to }, atMs);

test('what may change something is taken once, what only reads as often as it is asked', async () => {
  const { ask, refusals } = worker();
  const once = signed(Date.now());
  expect(await ask(once)).toBe('taken');
  expect(await ask(once)).toMatchObject({ code: 'request_replayed' });
  expect(refusals).toEqual([{ reason: 'replay' }]);
  const reading = signRequest(secret, { method: 'GET', path: '/status' }, Date.now());
  expect(await ask(reading, 'GET')).toBe('taken');
  expect(await ask(reading, 'GET')).toBe('taken');
});

test('what was recorded on its way to another worker is refused', async () => {
  const { ask, refusals } = worker();
  expect(await ask({ ...signed(Date.now(), 'worker-2:8080'), host: 'worker-2:8080' })).toMatchObject({
    code: 'request_replayed',
  });
  expect(refusals).toEqual([{ reason: 'recipient', host: 'worker-2:8080' }]);
});

test('a peer is told by how much the clocks differ, and which way; who does not know the secret is not', async () => {
  const { ask, refusals } = worker();
  const nowMs = Date.now();
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] });
  expect(await ask(signed(nowMs - 95_000))).toEqual({
    title: 'The clocks of two services differ too much.',
    status: 401,
    code: 'clocks_differ',
    detail:
      'The clock of the sender is 95.0 s behind that of the receiver; 30 s are taken (UNDERSTUDY_PEER_WINDOW_S).',
  });
  expect(await ask(signed(nowMs + 31_000))).toMatchObject({
    detail: expect.stringContaining('31.0 s ahead of'),
  });
  expect(await ask(signed(nowMs - 95_000, host, Buffer.alloc(32, 9)))).toMatchObject({
    code: 'unauthorized',
  });
  expect(refusals).toEqual([
    { reason: 'clock', aheadMs: -95_000 },
    { reason: 'clock', aheadMs: 31_000 },
    { reason: 'signature' },
  ]);
});

test('another body than the signed one is refused', async () => {
  const { ask, refusals } = worker();
  const body = Buffer.from('{"a":1}');
  const headers = { 'content-type': 'application/json' };
  const sign = () => signRequest(secret, { method: 'POST', path: '/scrub', host, body }, Date.now());
  expect(await ask({ ...headers, ...sign() }, 'POST', body)).toBe('taken');
  expect(await ask({ ...headers, ...sign() }, 'POST', Buffer.from('{"a":2}'))).toMatchObject({
    code: 'unauthorized',
  });
  // Left out, of a type that nobody reads, or put behind a request that has none.
  expect(await ask(sign())).toMatchObject({ code: 'unauthorized' });
  const text = { 'content-type': 'text/plain' };
  expect(await ask({ ...text, ...sign() }, 'POST', Buffer.from('{"a":2}'))).toMatchObject({
    code: 'unauthorized',
  });
  expect(await ask({ ...text, ...signed(Date.now()) }, 'POST', body)).toMatchObject({ code: 'unauthorized' });
  expect(refusals).toEqual(Array(4).fill({ reason: 'signature' }));
});

test('while a secret is changed both are taken', async () => {
  const { ask } = worker();
  expect(await ask(signed(Date.now(), host, old))).toBe('taken');
});
