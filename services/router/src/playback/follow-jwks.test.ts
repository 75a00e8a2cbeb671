import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { JwksFollower } from './follow-jwks.js';

const jwksOf = (kid: string) =>
  JSON.stringify({ keys: [{ ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid }] });

/** A server of a JWK Set whose answers a test gives, and somebody who follows it. */
async function follow(answer: (response: ServerResponse) => void, jwksTimeoutMs = 5_000) {
  let current = answer;
  const server = createServer((_request, response) => current(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const told: string[] = [];
  const follower = await JwksFollower.start(
    {
      jwks: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      jwksRefreshS: 0.05,
      jwksTimeoutMs,
    },
    {
      onKeys: async (keys) => void told.push(keys.map(({ kid }) => kid).join()),
      onFailed: () => void told.push('failed'),
    },
  );
  onTestFinished(() => {
    follower.close();
    server.closeAllConnections();
    server.close();
  });
  const answerWith = (next: typeof answer) => {
    current = next;
  };
  return { follower, told, answerWith };
}

test('keys are exchanged while it runs; the last known stand where none come', async () => {
  const { follower, told, answerWith } = await follow((response) => response.end(jwksOf('a')));
  expect([follower.isKnown, told]).toEqual([true, ['a']]);
  answerWith((response) => response.writeHead(500).end());
  await expect.poll(() => told).toEqual(['a', 'failed']);
  answerWith((response) => response.end(jwksOf('b')));
  await expect.poll(() => told).toEqual(['a', 'failed', 'b']);
  expect(follower.isKnown).toBe(true);
});

test.each([
  ['says nothing', () => {}],
  ['has no such keys', (response: ServerResponse) => response.end('{"keys":[]}')],
  [
    'leads elsewhere',
    (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  [
    'does not end',
    (response: ServerResponse) => {
      const fill = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', fill);
      fill();
    },
  ],
])('a URL that %s is asked again', async (_what, answer: (response: ServerResponse) => void) => {
  const { follower, told, answerWith } = await follow(answer, 200);
  expect([follower.isKnown, told]).toEqual([false, ['failed']]);
  answerWith((response) => response.end(jwksOf('a')));
  await expect.poll(() => told).toEqual(['failed', 'a']);
});
