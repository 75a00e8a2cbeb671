import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintToken, parseTokenSecrets, type TokenSecret } from '@understudy/playback-token';
import { afterEach, expect, test } from 'vitest';
import { expectWhole, playAll } from '../testing/play.js';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(300_000);
const secrets = `a:${randomBytes(32).toString('base64')}`;
const [secret] = parseTokenSecrets('', secrets) as [TokenSecret];
const signed = { UNDERSTUDY_PLAYBACK: 'signed', UNDERSTUDY_PLAYBACK_SECRETS: secrets };

let router: TestRouter;
afterEach(() => router.close());

const start = async (env: Record<string, string> = {}) => {
  router = await TestRouter.start(body, { ...signed, ...env });
  await router.revoke();
};
const mint = (
  claims: { subject?: string; ttlS?: number; viewer?: string; address?: string; streams?: number } = {},
) => mintToken(secret, { subject: router.id, ttlS: 60, ...claims }, Date.now());
const tokenFor = async (...claims: Parameters<typeof mint>) => (await mint(...claims)).token;
const asked = () => router.workers.flatMap((worker) => worker.asked);

async function refusalOf(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers, redirect: 'manual' });
  const { code } = (await answer.json()) as { code: string };
  return `${answer.status} ${code}`;
}

/** A response that is open; resolves with its head. */
function open(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => resolve(answer.once('error', () => {}))).once('error', reject);
  });
}
const cutOf = (answer: IncomingMessage) =>
  new Promise<boolean>((resolve) => answer.resume().once('close', () => resolve(!answer.complete)));

test('with a token everything of the video is played, by query or header; without one nothing, and nobody is asked', async () => {
  await start();
  const token = await tokenFor();
  for (const part of [
    'video.mp4',
    '0.m4s',
    'init.mp4',
    'index.m3u8',
    'poster.jpg',
    'storyboard.vtt',
    '720p/0.m4s',
  ]) {
    expect(await refusalOf(router.part(part))).toBe('401 token_missing');
    expect(await refusalOf(router.part(part), { authorization: 'Basic eDp4' })).toBe('401 token_missing');
    expect(await refusalOf(`${router.part(part)}?token=a.b.c`)).toBe('403 token_invalid');
  }
  expect(asked()).toEqual([]);
  expectWhole(await playAll(`${router.part('video.mp4')}?token=${token}`), body);
  const byHeader = await playAll(router.part('0.m4s'), { authorization: `Bearer ${token}` });
  expectWhole(byHeader, body);
  expect(byHeader.headers['cache-control']).toBe('private, no-cache');
  expect(
    asked()
      .map(({ headers }) => JSON.stringify(headers))
      .join(),
  ).not.toContain(token);
  // Twice is once too often.
  expect(await refusalOf(`${router.part('video.mp4')}?token=${token}&token=${token}`)).toBe(
    '403 token_invalid',
  );
});

test('a refusal names the challenge and may be read by any page; a forged ID is the same as ever', async () => {
  await start();
  const answer = await fetch(router.part('video.mp4'));
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const preflight = await fetch(router.part('video.mp4'), { method: 'OPTIONS' });
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const token = await tokenFor({ subject: '*' });
  expect(await refusalOf(`${router.url}/v/forged/video.mp4?token=${token}`)).toBe('404 not_found');
  expect(await refusalOf(`${router.url}/v/forged/video.mp4`)).toBe('404 not_found');
});

test('what a token is for: a video, or all, and addresses', async () => {
  await start();
  const url = router.part('0.m4s');
  const another = router.context.ids.encode(43n);
  const status = async (claims: Parameters<typeof mint>[0]) =>
    refusalOf(`${url}?token=${await tokenFor(claims)}`).catch(() => 'played');
  expect(await status({ subject: another })).toBe('403 token_not_for_this_video');
  expect(await status({ subject: 'forged' })).toBe('403 token_not_for_this_video');
  expect(await status({ address: '10.0.0.0/8' })).toBe('403 token_not_for_this_address');
  expect(await status({ address: '127.0.0.0/8' })).toBe('played');
  expect(await status({ subject: '*' })).toBe('played');
  expect(await status({ ttlS: -60 })).toBe('403 token_expired');
});

test('only a trusted proxy says whose request it is', async () => {
  await start();
  const url = `${router.part('0.m4s')}?token=${await tokenFor({ address: '203.0.113.0/24' })}`;
  const forwarded = { 'x-forwarded-for': '203.0.113.7' };
  expect(await refusalOf(url, forwarded)).toBe('403 token_not_for_this_address');
  await router.close();
  await start({ UNDERSTUDY_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
  const there = `${router.part('0.m4s')}?token=${await tokenFor({ address: '203.0.113.0/24' })}`;
  expect((await playAll(there, forwarded)).status).toBe(200);
  // What stands in front of the nearest address that is no proxy of ours anybody may have written.
  expect((await playAll(there, { 'x-forwarded-for': '203.0.113.7, 198.51.100.1' })).status).toBe(403);
  expect((await playAll(there, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7, 10.1.1.1' })).status).toBe(
    200,
  );
});

test('a playlist is where a grant opens all that it names, for every viewer at the same address', async () => {
  await start();
  const [one, other] = [await tokenFor({ viewer: 'a' }), await tokenFor({ viewer: 'b' })];
  const places: string[] = [];
  for (const [part, token] of [
    ['index.m3u8', one],
    ['index.m3u8', other],
    ['720p/index.m3u8', one],
    ['multivariant.m3u8', one],
    ['storyboard.vtt', one],
  ]) {
    const answer = await fetch(`${router.part(part as string)}?token=${token}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([302, 'no-store']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const place = new URL(answer.headers.get('location') as string, router.part(part as string)).href;
    expect(place).not.toContain('token');
    places.push(place);
  }
  expect(asked()).toEqual([]);
  expect(places[0]).toBe(places[1]);
  const folder = new URL('.', places[0]).href;
  expect(places.slice(2)).toEqual(
    ['720p/index.m3u8', 'multivariant.m3u8', 'storyboard.vtt'].map((part) => `${folder}${part}`),
  );
  for (const part of [
    'index.m3u8',
    'init.mp4',
    '0.m4s',
    '720p/index.m3u8',
    '720p/0.m4s',
    'storyboard/0.jpg',
    'poster.jpg',
  ])
    expectWhole(await playAll(`${folder}${part}`), body);
  expect(asked().map(({ url }) => url.split('/').at(-1))).toContain('storyboard-0.jpg');
  expect(await refusalOf(`${folder}other`)).toBe('404 not_found');
  expect(await refusalOf(`${folder}steering.json`)).toBe('404 not_found');
});

test('a grant is for one video, and nothing of it can be changed', async () => {
  await start();
  const answer = await fetch(`${router.part('index.m3u8')}?token=${await tokenFor()}`, {
    redirect: 'manual',
  });
  const grant = answer.headers.get('location')?.split('/')[1] as string;
  const at = (text: string, id = router.id) => refusalOf(`${router.url}/v/${id}/s/${text}/0.m4s`);
  expect(await at(grant, router.context.ids.encode(43n))).toBe('403 token_invalid');
  const [issued, expires = '', mac] = grant.split('.');
  const later = (Number.parseInt(expires, 36) + 9_000).toString(36);
  for (const forged of [
    `${issued}.${later}.${mac}`,
    `0.${expires}.${mac}`,
    `${issued}.${expires}`,
    'x',
    '%0d%0a',
  ])
    expect(await at(forged)).toBe('403 token_invalid');
  expect(asked()).toEqual([]);
});

test('where a token has addresses, so has the grant', async () => {
  await start({ UNDERSTUDY_TRUSTED_PROXIES: '127.0.0.1' });
  const token = await tokenFor({ address: '203.0.113.0/24' });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const url = `${router.part('index.m3u8')}?token=${token}`;
  const answer = await fetch(url, { redirect: 'manual', headers: from('203.0.113.7') });
  const place = new URL(answer.headers.get('location') as string, url).href;
  expect((await playAll(place, from('203.0.113.9'))).status).toBe(200);
  expect(await refusalOf(place, from('198.51.100.1'))).toBe('403 token_not_for_this_address');
});

test('the addresses of several routers lead below the same grant', async () => {
  await start({ UNDERSTUDY_PUBLIC_ORIGINS: 'https://a.example,https://b.example' });
  const url = `${router.part('multivariant.m3u8')}?token=${await tokenFor()}`;
  const answer = await fetch(url, { redirect: 'manual' });
  const place = new URL(answer.headers.get('location') as string, url);
  await playAll(place.href);
  const folder = place.pathname.replace('multivariant.m3u8', '');
  expect(asked()[0]?.headers['understudy-pathways']).toBe(
    `${folder} p1=https://a.example p2=https://b.example`,
  );
  expect((await fetch(new URL('steering.json', place))).status).toBe(200);
  expect(await refusalOf(router.part('steering.json'))).toBe('401 token_missing');
});

test('so many videos at once as a token has streams; segments are none', async () => {
  await start();
  const { token } = await mint({ viewer: 'v', streams: 1 });
  for (const worker of router.workers) worker.behaviours = [{ do: 'trickle', everyMs: 20 }];
  const url = `${router.part('video.mp4')}?token=${token}`;
  const first = await open(url);
  // Another token of the same viewer counts with it.
  const second = await tokenFor({ viewer: 'v', streams: 1 });
  const refused = await fetch(`${router.part('video.mp4')}?token=${second}`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await refused.json()).toMatchObject({ code: 'too_many_streams_for_token' });
  for (const worker of router.workers) worker.behaviours = [];
  expectWhole(await playAll(`${router.part('0.m4s')}?token=${token}`), body);
  expectWhole(
    await playAll(`${router.part('video.mp4')}?token=${await tokenFor({ viewer: 'w', streams: 1 })}`),
    body,
  );
  first.destroy();
  await expect.poll(async () => (await playAll(url)).status).toBe(200);
});

test('what is revoked is refused at once, what plays by it is cut, and stays so while the store is away', async () => {
  await start();
  for (const worker of router.workers) worker.behaviours = [{ do: 'trickle', everyMs: 20 }];
  const [one, another] = [await mint({ viewer: 'v' }), await mint({ viewer: 'w' })];
  const url = (token: string) => `${router.part('video.mp4')}?token=${token}`;
  const playing = await open(url(one.token));
  for (const worker of router.workers) worker.behaviours = [];
  await router.revoke({ kind: 'token', value: one.tokenId });
  expect(await cutOf(playing)).toBe(true);
  expect(await refusalOf(url(one.token))).toBe('403 token_revoked');
  expectWhole(await playAll(url(another.token)), body);
  // What has no byte yet is told so.
  for (const worker of router.workers) worker.behaviours = [{ do: 'hang' }];
  const waiting = refusalOf(url(another.token));
  await expect.poll(() => router.context.streams.count).toBe(1);
  await router.revoke({ kind: 'viewer', value: 'w' });
  expect(await waiting).toBe('403 token_revoked');
  for (const worker of router.workers) worker.behaviours = [];
  router.loseStore();
  await router.context.playback?.readRevocations();
  expect(await refusalOf(url(another.token))).toBe('403 token_revoked');
  expectWhole(await playAll(url(one.token)), body);
  const metrics = await router.context.registry.metrics();
  expect(metrics).toContain('understudy_router_playback_ended_total{reason="revoked"} 2');
  expect(metrics).toContain('understudy_router_playback_refused_total{code="token_revoked"} 2');
});

test('all that was issued before a time: tokens and grants; what is issued from then on is good', async () => {
  await start();
  const grantOf = async (token: string) => {
    const url = `${router.part('index.m3u8')}?token=${token}`;
    const answer = await fetch(url, { redirect: 'manual' });
    return new URL(answer.headers.get('location') as string, url).href;
  };
  const nowS = Math.floor(Date.now() / 1_000);
  const old = (await mintToken(secret, { subject: router.id, ttlS: 600 }, (nowS - 10) * 1_000)).token;
  const place = await grantOf(old);
  await router.revoke({ kind: 'before', value: String(nowS) });
  expect(await refusalOf(`${router.part('index.m3u8')}?token=${old}`)).toBe('403 token_revoked');
  expect(await refusalOf(place)).toBe('403 token_revoked');
  expectWhole(await playAll(await grantOf(await tokenFor())), body);
});

test.each(['finish', 'end'] as const)('a token that expires while something plays: %s', async (expiry) => {
  await start({ UNDERSTUDY_PLAYBACK_EXPIRY: expiry, UNDERSTUDY_PLAYBACK_CLOCK_TOLERANCE_S: '0' });
  for (const worker of router.workers) worker.behaviours = [{ do: 'trickle', everyMs: 20 }];
  const { token, expiresAtS } = await mint({ ttlS: (Date.now() % 1_000) / 1_000 + 0.3 });
  const playing = await open(`${router.part('video.mp4')}?token=${token}`);
  playing.resume();
  await expect.poll(() => playing.destroyed || Date.now() > expiresAtS * 1_000 + 100).toBe(true);
  expect(playing.destroyed).toBe(expiry === 'end');
  // Of a part of a second nothing is judged: at the next full one it is over.
  const refusal = () => refusalOf(`${router.part('0.m4s')}?token=${token}`).catch(() => 'played');
  await expect.poll(refusal).toBe('403 token_expired');
  playing.destroy();
});

test('a worker that dies is followed by another at the same byte', async () => {
  await start();
  const [master] = router.workers;
  if (master !== undefined) master.behaviours = [{ do: 'break', bytes: 100_000, how: 'reset' }];
  expectWhole(await playAll(`${router.part('video.mp4')}?token=${await tokenFor()}`), body);
});

test('a token by a key of a JWK Set in a file, which the router has the public half of', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const file = join(await mkdtemp(join(tmpdir(), 'understudy-jwks-')), 'jwks.json');
  await writeFile(file, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'e' }] }));
  router = await TestRouter.start(body, { UNDERSTUDY_PLAYBACK: 'signed', UNDERSTUDY_PLAYBACK_JWKS: file });
  await router.revoke();
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const said = `${encode({ alg: 'EdDSA', kid: 'e' })}.${encode({ sub: router.id, exp: Date.now() / 1_000 + 60 })}`;
  const token = `${said}.${sign(null, Buffer.from(said), privateKey).toString('base64url')}`;
  expectWhole(await playAll(`${router.part('video.mp4')}?token=${token}`), body);
  expect(await refusalOf(`${router.part('video.mp4')}?token=${await tokenFor()}`)).toBe('403 token_invalid');
});
