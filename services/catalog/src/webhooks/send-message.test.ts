import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isPublicAddress } from './public-addresses.js';
import { sendMessage } from './send-message.js';

async function startHere(): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.headers.host));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

const send = (url: string, publicOnly: boolean) =>
  sendMessage(
    { url, headers: {}, body: '{}' },
    { timeoutMs: 5_000, publicOnly },
    new AbortController().signal,
  );

test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])(
  'to %s goes what may go anywhere, and nothing that may go to the Internet alone',
  async (host) => {
    const { port, asked } = await startHere();
    const url = `http://${host}:${port}/`;
    expect(await send(url, true)).toEqual({ kind: 'failed', why: 'PRIVATE_ADDRESS' });
    expect(asked).toEqual([]);
    expect(await send(url, false)).toEqual({ kind: 'answered', status: 204 });
    expect(asked).toHaveLength(1);
  },
);

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['0.0.0.0', false],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:a00:1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fe80::1', false],
  ['ff02::1', false],
  ['not an address', false],
])('%s: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
