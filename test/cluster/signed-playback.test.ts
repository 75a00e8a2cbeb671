import { readFile } from 'node:fs/promises';
import { openMetadataStore } from '@understudy/metadata-store';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf } from './logs.js';
import { play } from './player.js';
import { runProgram } from './run-program.js';
import { startCluster, type TestCluster, untilReplicated } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/** Within this a revocation is everywhere. */
const everywhereMs = 1_000;

let redis: RedisServer;
let cluster: TestCluster;
beforeAll(async () => {
  redis = await startRedisServer();
  cluster = await startCluster({
    workers: 3,
    routers: 2,
    metadataUrl: redis.url,
    env: { UNDERSTUDY_PLAYBACK: 'signed' },
  });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await redis.stop();
});

interface Token {
  readonly token: string;
  readonly tokenId: string;
}
/** Every text that admits somebody, to be looked for in the logs. */
const secrets: string[] = [];

async function tokenFor(id: string, claims: object = {}): Promise<Token> {
  const answer = await fetch(`${cluster.routers[1]?.url}/v1/videos/${id}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cluster.apiKey}` },
    body: JSON.stringify(claims),
  });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  const token = (await answer.json()) as Token;
  secrets.push(...token.token.split('.').slice(1));
  return token;
}

const urls = (id: string, part: string, { token }: Token) =>
  cluster.routers.map(({ url }) => `${url}/v/${id}/${part}?token=${token}`);

/** What each router answers to a request for a part by a token. */
const answers = (id: string, token: Token, part = '0.m4s') =>
  Promise.all(
    urls(id, part, token).map(async (url) => {
      const { status, body } = await play(url);
      return status === 200
        ? 'played'
        : `${status} ${(JSON.parse(body.toString()) as { code: string }).code}`;
    }),
  );

const revoke = (kind: string, value: string) =>
  fetch(`${cluster.console.url}/admin/revocations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cluster.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind, value }),
  });

/** Every decoded frame, and what ffmpeg's demuxers complained of. */
async function decode(url: string) {
  const args = ['-nostdin', '-v', 'error', '-i', url, '-f', 'framecrc', 'pipe:1'];
  const { code, stdout: frames, stderr: complaints } = await runProgram('ffmpeg', args);
  return { code, frames, complaints };
}

test('players that know nothing of it play with the token in the address alone: progressive, HLS and renditions', async () => {
  const { id } = await createVideo(cluster, smallVideo('signed'));
  const token = await tokenFor(id);
  const [mp4 = '', hls = '', multivariant = ''] = ['video.mp4', 'index.m3u8', 'multivariant.m3u8'].map(
    (part) => urls(id, part, token)[0],
  );
  const progressive = await decode(mp4);
  expect(progressive).toMatchObject({ code: 0, complaints: '' });
  expect(progressive.frames.split('\n').length).toBeGreaterThan(1_000);
  for (const url of [hls, multivariant]) expect(await decode(url)).toEqual(progressive);
  const place = (await fetch(hls)).url;
  secrets.push(new URL(place).pathname.split('/')[4] as string);
  // What one router has granted is good at the other.
  const path = new URL(place).pathname.replace('index.m3u8', '0.m4s');
  for (const { url } of cluster.routers) expect((await play(`${url}${path}`)).status).toBe(200);
}, 60_000);

test('a master that is killed is followed by another at the same byte, by a token as without', async () => {
  const { id } = await createVideo(cluster, smallVideo('signed, and killed'));
  const token = await tokenFor(id, { streams: 2, address: '127.0.0.0/8' });
  const [url = ''] = urls(id, 'video.mp4', token);
  const { master } = await placementOf(cluster, id);
  let killed = false;
  const disturbed = await play(url, {
    onBytes: (received) => {
      if (killed || received < 50_000) return;
      killed = true;
      cluster.worker(master).kill('SIGKILL');
    },
  });
  expect([killed, disturbed.status, disturbed.whole]).toEqual([true, 200, true]);
  await until('the killed worker is gone', async () => !cluster.workers.some(({ name }) => name === master));
  const calm = await play(url);
  expect(calm.body.equals(disturbed.body)).toBe(true);
  expect(calm.headers.etag).toBe(disturbed.headers.etag);
  await cluster.startWorker(master);
}, 60_000);

test('what is revoked is refused by all routers within a second, told or not, and with the store killed right behind it', async () => {
  const { id } = await createVideo(cluster, smallVideo('revoked'));
  const [found, last, stays] = [await tokenFor(id, { viewer: 'v' }), await tokenFor(id), await tokenFor(id)];
  const [url = ''] = urls(id, 'video.mp4', stays);
  const whole = await play(url);
  await untilReplicated(cluster, id);
  for (const token of [found, last, stays]) expect(await answers(id, token)).toEqual(['played', 'played']);

  // Who is told waits for no poll; what plays by the token is cut.
  const { id: growing } = await createVideo(cluster, smallVideo('revoked while it is made', 45));
  const told = await tokenFor(growing);
  let hasBegun = false;
  const cut = play(urls(growing, 'video.mp4', told)[0] as string, {
    onBytes: () => {
      hasBegun = true;
    },
  });
  await until('it plays', async () => hasBegun);
  expect(await (await revoke('token', told.tokenId)).json()).toMatchObject({ routers: 2, obeying: 2 });
  expect(await answers(growing, told)).toEqual(['403 token_revoked', '403 token_revoked']);
  expect((await cut).whole).toBe(false);

  // Nobody tells the routers.
  const store = await openMetadataStore(redis.url);
  await store.revoke({ kind: 'viewer', value: 'v', untilMs: Date.now() + 60_000 }, 100);
  const revokedAtMs = performance.now();
  await store.close();
  await until('both routers have found out', async () =>
    (await answers(id, found)).every((answer) => answer === '403 token_revoked'),
  );
  const foundOutMs = performance.now() - revokedAtMs;
  console.info(`revoked without a word: refused by both routers after ${foundOutMs.toFixed(0)} ms`);
  expect(foundOutMs).toBeLessThan(everywhereMs);

  expect((await revoke('token', last.tokenId)).status).toBe(200);
  await redis.kill();
  const killedAtMs = performance.now();
  expect(await answers(id, last)).toEqual(['403 token_revoked', '403 token_revoked']);
  expect(performance.now() - killedAtMs).toBeLessThan(everywhereMs);
  for (const router of cluster.routers)
    await until('the store is known to be gone', async () =>
      (await eventsOf(router)).includes('metadata.away'),
    );
  for (const token of [found, last])
    expect(await answers(id, token)).toEqual(['403 token_revoked', '403 token_revoked']);
  const after = await play(url);
  expect([after.whole, after.body.equals(whole.body)]).toEqual([true, true]);
  const before = await revoke('before', String(Math.floor(Date.now() / 1_000)));
  expect(before.status).toBe(503);
}, 60_000);

test('no log has anything of a token or a grant', async () => {
  expect(secrets.length).toBeGreaterThan(10);
  for (const { logFile } of [cluster.catalog, cluster.console, ...cluster.routers, ...cluster.everyWorker]) {
    const log = await readFile(logFile, 'utf8');
    for (const secret of secrets) expect(log.includes(secret), logFile).toBe(false);
    expect(log).not.toContain('token=');
  }
});
