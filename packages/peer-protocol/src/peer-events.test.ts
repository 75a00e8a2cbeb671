import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, test, vi } from 'vitest';
import { peerServerEvents, peerTlsEvents } from './peer-events.js';

function told() {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ base: {} }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const registry = new Registry();
  return { lines, registry, logger };
}
const request = { method: 'POST', path: '/scrub', address: '10.0.0.7' };

test('by how much a clock differs, and which way, is a line and a count', async () => {
  const { lines, registry, logger } = told();
  const events = peerServerEvents(logger, registry);
  events.peerRefused({ reason: 'clock', aheadMs: -95_040 }, request);
  events.peerRefused({ reason: 'clock', aheadMs: 95_040 }, { ...request, address: '10.0.0.8' });
  expect(lines).toMatchObject([
    {
      event: 'peer.clock',
      aheadS: -95,
      address: '10.0.0.7',
      msg: expect.stringContaining('95 s behind ours'),
    },
    { event: 'peer.clock', aheadS: 95, msg: expect.stringContaining('95 s ahead of ours') },
  ]);
  expect(await registry.metrics()).toContain('understudy_peer_requests_refused_total{reason="clock"} 2');
});

test('who knocks again and again fills no log, and is counted each time', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { lines, registry, logger } = told();
  const events = peerServerEvents(logger, registry);
  const long = { ...request, path: `/${'x'.repeat(16_000)}` };
  for (let time = 0; time < 100; time += 1) events.peerRefused({ reason: 'signature' }, long);
  expect(lines).toHaveLength(1);
  expect(String(lines[0]?.['path'])).toHaveLength(200);
  vi.advanceTimersByTime(10_000);
  events.peerRefused({ reason: 'signature' }, long);
  vi.useRealTimers();
  expect(lines).toHaveLength(2);
  expect(await registry.metrics()).toContain(
    'understudy_peer_requests_refused_total{reason="signature"} 101',
  );
});

test('a service without a certificate tells of none that ends', async () => {
  const { lines, registry, logger } = told();
  const events = peerTlsEvents(logger, registry);
  expect(await registry.metrics()).not.toContain('understudy_peer_certificate_ends_seconds');
  events.certificateUsed(1_000);
  expect(lines).toMatchObject([{ level: 50, event: 'peer-tls.expired', endsAt: '1970-01-01T00:00:01.000Z' }]);
  expect(await registry.metrics()).toContain('understudy_peer_certificate_ends_seconds 1\n');
});
