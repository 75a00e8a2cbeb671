import { randomBytes } from 'node:crypto';
import { parseTokenSecrets, TokenKeys, TokenVerifier } from '@understudy/playback-token';
import { expect, test } from 'vitest';
import { startCatalog } from '../testing/start-catalog.js';

const secret = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
const secrets = `${secret('new')},${secret('old')}`;
const signing = { UNDERSTUDY_PLAYBACK_SECRETS: secrets };

test('a token says what was asked, and is signed with the first secret', async () => {
  const { ids, post } = await startCatalog(signing);
  const id = ids.encode(7n);
  const answer = await post(`/v1/videos/${id}/tokens`, {
    ttlS: 60,
    viewer: 'v',
    address: '10.0.0.0/8',
    streams: 2,
  });
  expect(answer.statusCode).toBe(201);
  expect(answer.headers['cache-control']).toBe('no-store');
  const { token, tokenId, expires, urls } = answer.json();
  expect(urls.mp4).toBe(`/v/${id}/video.mp4?token=${token}`);
  expect(urls.watch).toBe(`/watch/${id}?token=${token}`);
  const [first] = parseTokenSecrets('', secrets);
  const verifier = await TokenVerifier.create(await TokenKeys.of(first ? [first] : [], []), 0);
  expect(await verifier.verify(token, Date.now())).toMatchObject({
    kind: 'good',
    claims: { subject: id, tokenId, viewer: 'v', streams: 2, expiresAtS: Date.parse(expires) / 1_000 },
  });
});

test('nothing is signed for a forged ID, without a key, or where there is no secret', async () => {
  const { app, ids, post } = await startCatalog(signing);
  const path = `/v1/videos/${ids.encode(7n)}/tokens`;
  expect((await post('/v1/videos/forged/tokens', {})).statusCode).toBe(404);
  expect((await app.inject({ method: 'POST', url: path, payload: {} })).statusCode).toBe(401);
  const other = await startCatalog();
  expect((await other.post(`/v1/videos/${other.ids.encode(7n)}/tokens`, {})).json()).toMatchObject({
    ...{ code: 'not_found', detail: expect.stringMatching('signs no tokens') },
  });
});

test('what is wrong is refused with the field', async () => {
  const { ids, post } = await startCatalog(signing);
  for (const [body, path, message] of [
    [{ ttlS: 0 }, '/ttlS', 'must be a whole number of seconds from 1 to 604800'],
    [{ ttlS: 604_801 }, '/ttlS', 'must be a whole number of seconds from 1 to 604800'],
    [{ viewer: 'a b' }, '/viewer', 'must be 1 to 128 printable ASCII characters without spaces'],
    [
      { address: '10.0.0.0/33' },
      '/address',
      'must be an IP address or a range of them, as 203.0.113.0/24 or 2001:db8::/32',
    ],
    [{ streams: 1.5 }, '/streams', 'must be a whole number from 1 to 1000'],
    [{ sub: '*' }, '/sub', 'is not a known field; known are ttlS, viewer, address, streams'],
  ] as const) {
    const answer = await post(`/v1/videos/${ids.encode(7n)}/tokens`, body);
    expect([answer.statusCode, answer.json().errors]).toEqual([400, [{ path, message }]]);
  }
});
