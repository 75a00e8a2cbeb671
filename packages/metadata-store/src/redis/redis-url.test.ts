import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseRedisUrl } from './redis-url.js';

const plain = {
  kind: 'standalone',
  addresses: [{ host: 'h', port: 6379 }],
  username: undefined,
  password: undefined,
  db: 0,
  tls: undefined,
  masterName: '',
  sentinelUsername: undefined,
  sentinelPassword: undefined,
};

test.each([
  ['redis://h', {}],
  ['redis://h/', {}],
  ['redis://:secret@h:1/2', { addresses: [{ host: 'h', port: 1 }], password: 'secret', db: 2 }],
  [
    'redis://ann:p%40%3As%25@[::1]:7',
    { addresses: [{ host: '::1', port: 7 }], username: 'ann', password: 'p@:s%' },
  ],
  ['rediss://h?servername=redis.example', { tls: { servername: 'redis.example' } }],
  [
    'redis+sentinel://ann:pw@a:1,b/3?name=mymaster&sentinel-username=s&sentinel-password=t&tls=true',
    {
      kind: 'sentinel',
      addresses: [
        { host: 'a', port: 1 },
        { host: 'b', port: 26_379 },
      ],
      username: 'ann',
      password: 'pw',
      db: 3,
      tls: {},
      masterName: 'mymaster',
      sentinelUsername: 's',
      sentinelPassword: 't',
    },
  ],
  [
    'redis+cluster://a:7000,b:7001',
    {
      kind: 'cluster',
      addresses: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
    },
  ],
])('%s', (url, expected) => {
  expect(parseRedisUrl(url)).toEqual({ ...plain, ...expected });
});

test('certificates are read from the files that are named', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-url-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const name of ['ca', 'cert', 'key']) await writeFile(join(directory, name), `the ${name}`);
  const query = ['ca', 'cert', 'key'].map((name) => `${name}=${join(directory, name)}`).join('&');
  expect(parseRedisUrl(`rediss://h?${query}`).tls).toEqual({
    ca: 'the ca',
    cert: 'the cert',
    key: 'the key',
  });
});

test.each([
  ['http://u:secret@h', /is no redis:/],
  ['redis://u:secret@', /is no redis:/],
  ['redis://u:secret@a,b', /several hosts/],
  ['redis://u:secret@h:1x', /host:port/],
  ['redis://u:secret@h:65536', /a port/],
  ['redis://u:secret@h/one', /its database/],
  ['redis://u:secret%zz@h', /a % that encodes nothing/],
  ['redis://u:secret@h?enableOfflineQueue=true', /unknown parameter, enableOfflineQueue/],
  ['redis://u:secret@h?ca=/nowhere', /no TLS/],
  ['rediss://u:secret@h?ca=/nowhere', /cannot be read: \/nowhere/],
  ['rediss://u:secret@h?cert=/nowhere', /cert and key/],
  ['rediss://u:secret@h?tls=false', /tls=false/],
  ['redis+cluster://u:secret@h?tls=1', /neither true nor false/],
  ['redis+cluster://u:secret@h/1', /has only 0/],
  ['redis+sentinel://u:secret@h', /needs \?name=/],
])('%s is refused without its password', (url, message) => {
  let error: unknown;
  try {
    parseRedisUrl(url);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'invalid_configuration', message: expect.stringMatching(message) });
  expect(String(error)).not.toContain('secret');
});
