import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { advertisedUrl } from './advertised-url.js';

function ipv4(address: string): NetworkInterfaceInfo {
  const internal = address.startsWith('127.');
  return { address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null };
}
const loopback = [ipv4('127.0.0.1')];
const listening = 'http://127.0.0.1:4000';

test('what is configured is told, and otherwise where it listens', () => {
  const configured = { advertisedUrl: 'http://worker-1:80', host: '0.0.0.0' };
  expect(advertisedUrl(configured, listening)).toBe('http://worker-1:80');
  expect(advertisedUrl({ advertisedUrl: undefined, host: '127.0.0.1' }, listening)).toBe(listening);
});

test.each(['0.0.0.0', '::'])('on every address (%s) it is the only one of the machine', (host) => {
  const config = { advertisedUrl: undefined, host };
  const one = { lo: loopback, eth0: [ipv4('172.18.0.5')] };
  expect(advertisedUrl(config, listening, one)).toBe('http://172.18.0.5:4000');
  const two = { ...one, eth1: [ipv4('10.0.0.1')] };
  expect(() => advertisedUrl(config, listening, two)).toThrow(
    `UNDERSTUDY_ADVERTISED_URL must say where others find this service, since it listens on ${host} and the addresses of this machine are 172.18.0.5, 10.0.0.1`,
  );
  expect(() => advertisedUrl(config, listening, { lo: loopback })).toThrow('are none');
});

test('over TLS it is told with https, and what is configured otherwise is refused', () => {
  const listeningOverTls = 'https://127.0.0.1:4000';
  const everywhere = { advertisedUrl: undefined, host: '0.0.0.0' };
  const one = { eth0: [ipv4('172.18.0.5')] };
  expect(advertisedUrl(everywhere, listeningOverTls, one)).toBe('https://172.18.0.5:4000');
  const configured = { advertisedUrl: 'http://worker-1:80', host: '0.0.0.0' };
  expect(() => advertisedUrl(configured, listeningOverTls)).toThrow(
    'UNDERSTUDY_ADVERTISED_URL must begin with https://',
  );
});
