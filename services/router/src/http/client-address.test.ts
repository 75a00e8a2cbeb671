import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress, parseTrustedProxies } from './client-address.js';

const nobody = parseTrustedProxies(undefined);
const proxies = parseTrustedProxies('10.0.0.0/8, 192.0.2.7, fd00::/8');
const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test('without trusted proxies only the connection counts', () => {
  expect(clientAddress(from('203.0.113.9', '198.51.100.1'), nobody)).toBe('203.0.113.9');
  expect(clientAddress(from('::ffff:203.0.113.9'), nobody)).toBe('203.0.113.9');
  expect(clientAddress(from('10.0.0.1', '198.51.100.1'), nobody)).toBe('10.0.0.1');
});

test('a trusted proxy speaks for the last that is none; what a client wrote in front does not count', () => {
  expect(clientAddress(from('10.0.0.1', '198.51.100.1'), proxies)).toBe('198.51.100.1');
  expect(clientAddress(from('::ffff:10.0.0.1', '1.1.1.1, 198.51.100.1, 192.0.2.7'), proxies)).toBe(
    '198.51.100.1',
  );
  expect(clientAddress(from('203.0.113.9', '198.51.100.1'), proxies)).toBe('203.0.113.9');
  expect(clientAddress(from('10.0.0.1'), proxies)).toBe('10.0.0.1');
  expect(clientAddress(from('10.0.0.1', 'unknown'), proxies)).toBe('10.0.0.1');
  expect(clientAddress(from('10.0.0.1', '10.0.0.2'), proxies)).toBe('10.0.0.2');
});

test.each(['10.0.0.0/33', 'proxy', '10.0.0.1/', 'fd00::/129', '10.0.0.1/1e1'])('%s is refused', (text) => {
  expect(() => parseTrustedProxies(text)).toThrow('UNDERSTUDY_TRUSTED_PROXIES');
});
