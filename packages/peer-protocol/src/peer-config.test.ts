import { readEnv } from '@understudy/service-kit';
import { expect, test } from 'vitest';
import { parsePeerConfig, readPeerConfig } from './peer-config.js';

const secretOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const read = (env: Record<string, string>) =>
  parsePeerConfig(readEnv({ UNDERSTUDY_PEER_SECRET: secretOf(1), ...env }, readPeerConfig));
const files = {
  UNDERSTUDY_PEER_TLS_CERT: 'cert.pem',
  UNDERSTUDY_PEER_TLS_KEY: 'key.pem',
  UNDERSTUDY_PEER_TLS_CA: 'ca.pem',
};

test('in the clear by itself, and a minute between clocks', () => {
  expect(read({})).toEqual({
    secrets: [Buffer.alloc(32, 1)],
    windowMs: 60_000,
    replaysKept: 100_000,
    tls: undefined,
  });
});

test('several secrets: the first signs', () => {
  expect(read({ UNDERSTUDY_PEER_SECRET: `${secretOf(1)}, ${secretOf(2)}` }).secrets).toEqual([
    Buffer.alloc(32, 1),
    Buffer.alloc(32, 2),
  ]);
});

test.each([
  ['a short one', 'c2hvcnQ='],
  ['a short one behind a good one', `${secretOf(1)},c2hvcnQ=`],
  ['a comma and nothing', `${secretOf(1)},`],
  ['four', [1, 2, 3, 4].map(secretOf).join()],
])('%s is refused without being shown', (_what, text) => {
  expect(() => read({ UNDERSTUDY_PEER_SECRET: text })).toThrow(/^UNDERSTUDY_PEER_SECRET must be/);
  expect(() => read({ UNDERSTUDY_PEER_SECRET: text })).not.toThrow('c2hvcnQ');
});

test('three files or none, and a first round in which it only connects', () => {
  const tls = { cert: 'cert.pem', key: 'key.pem', ca: 'ca.pem', name: undefined, listens: true };
  expect(read(files).tls).toEqual(tls);
  expect(read({ ...files, UNDERSTUDY_PEER_TLS_MODE: 'connect' }).tls).toEqual({ ...tls, listens: false });
  for (const missing of Object.keys(files))
    expect(() => read({ ...files, [missing]: '' })).toThrow('must be set together');
  expect(() => read({ UNDERSTUDY_PEER_TLS_NAME: 'peer' })).toThrow('must be set together');
});
