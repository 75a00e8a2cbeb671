import { setMaxListeners } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rangeFloods } from '../bench/abuse/range-floods.js';
import { usualVideo } from '../bench/abuse/sides.js';
import { Tally } from '../bench/abuse/tally.js';
import { Viewers } from '../bench/abuse/viewers.js';
import { play } from './player.js';
import { seededRandom } from './random.js';
import { RawConnection } from './raw-http.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, smallVideo, type Video } from './videos.js';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const forgedIds = 10_000;
/** Requests at once. */
const lanes = 50;

let redis: RedisServer;
let cluster: TestCluster;
let video: Video;
let origin: string;

beforeAll(async () => {
  redis = await startRedisServer();
  // All of it comes from one address.
  const unlimited = { UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: '1000000' };
  cluster = await startCluster({ workers: 2, metadataUrl: redis.url, routerEnv: () => unlimited });
  origin = cluster.routers[0]?.url as string;
  video = await createVideo(cluster, smallVideo('genuine', 2));
  await play(video.mp4);
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await redis.stop();
});

async function post(description: unknown) {
  const answer = await fetch(`${origin}/v1/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cluster.apiKey}` },
    body: JSON.stringify(description),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as { code?: string; errors?: { path: string }[] },
  };
}

test.each([
  ['an unknown field', { ...smallVideo('x'), author: 1 }, '/author'],
  ['a huge number', { ...smallVideo('x'), width: 1e308 }, '/width'],
  [
    'a path in the name of a clip',
    { ...smallVideo('x'), scenes: [{ duration: 1, source: { type: 'clip', name: '../keys.json' } }] },
    '/scenes/0/source/name',
  ],
  [
    'a clip that is not there',
    { ...smallVideo('x'), scenes: [{ duration: 1, source: { type: 'clip', name: 'gone.mp4' } }] },
    '/scenes/0/source/name',
  ],
])('%s is refused through the router, with the path of the field', async (_what, description, path) => {
  const { status, body } = await post(description);
  expect([status, body.code]).toEqual([400, 'invalid_description']);
  expect(body.errors?.map((error) => error.path)).toEqual([path]);
});

/** Asks for a target as it is written: `fetch` would make it another one. */
async function askRaw(target: string, fields: readonly string[] = []) {
  const connection = new RawConnection(Number(new URL(origin).port));
  const head = [`GET ${target} HTTP/1.1`, 'Host: evil.example', 'Connection: close', ...fields];
  connection.socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return connection.answer();
}

test.each([
  '/watch/assets/..%2f..%2fpackage.json',
  '/watch/assets/../../../etc/passwd',
  '/make/assets/__proto__',
  '/make/assets/%2e%2e%2f%2e%2e%2fpackage.json',
  '/v1/docs/..%2fopenapi-admin.json',
  '/v1/../metrics',
  '/v1/%2e%2e/metrics',
  '/watch/..%2fhealthz',
  '/v1//metrics',
  '//other.example/watch/x',
  'http://other.example/v1/%2e%2e/metrics',
  '/v/ID/..%2f..%2fstatus',
  '/v/ID/video.mp4%00',
  '/v/ID/%2e%2e/init.mp4',
  '/watch/x%0d%0aSet-Cookie:%20a=b',
])('%s leads to nothing of the inside', async (target) => {
  const { status, body, headers } = await askRaw(target.replace('ID', video.id));
  expect([400, 404]).toContain(status);
  expect(JSON.parse(body.toString())).toEqual({
    title: expect.any(String),
    status,
    code: expect.any(String),
  });
  expect(headers.has('set-cookie')).toBe(false);
});

test.each([
  'X-Forwarded-Host: other.example',
  'Forwarded: host=other.example;proto=https',
  'X-Original-URL: /metrics',
  'X-Rewrite-URL: /metrics',
  'X-HTTP-Method-Override: DELETE',
])('what a proxy may be told (%s) and the host are in no answer that somebody could keep', async (field) => {
  const targets = [`/watch/${video.id}`, '/make', '/make/', '/v1/docs', `/v1/videos/${video.id}`];
  for (const target of [...targets, `/v/${video.id}/multivariant.m3u8`, `/v/${video.id}/index.m3u8`]) {
    const { status, body, headers } = await askRaw(target, [field]);
    expect([target, status]).toEqual([
      target,
      expect.toSatisfy((each: number) => each === 200 || each === 308),
    ]);
    expect(`${[...headers.values()].join()} ${body}`, target).not.toMatch(/(evil|other)\.example/);
  }
});

test.each([
  '{"__proto__":{"width":1}}',
  '{"scenes":[{"constructor":{"prototype":{"x":1}}}]}',
  '['.repeat(200_000),
])('a body that is to change what others get is no JSON: %.40s', async (body) => {
  for (const route of ['/v1/videos', '/v1/compose']) {
    const answer = await fetch(origin + route, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${cluster.apiKey}` },
      body,
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'bad_request', detail: 'The body is not valid JSON.' }),
    ]);
  }
});

test('a link that leads out of the library is no clip', async () => {
  const library = join(cluster.dataDir, 'library');
  await mkdir(library, { recursive: true });
  await writeFile(join(cluster.dataDir, 'outside.mp4'), 'secret');
  await symlink('../outside.mp4', join(library, 'link.mp4'));
  const { status, body } = await post({
    ...smallVideo('link'),
    scenes: [{ duration: 1, source: { type: 'clip', name: 'link.mp4' } }],
  });
  expect([status, body.errors?.map((error) => error.path)]).toEqual([400, ['/scenes/0/source/name']]);
});

test('texts in the syntax of filters are drawn, and nothing else happens', async () => {
  const value = "a:b='c',d;[in]null[out] %{pts} %{eif\\:1\\:d}\n$(touch x) `id` \\ \\' textfile=/etc/passwd";
  const before = (await readdir(cluster.dataDir)).sort();
  const description = smallVideo('syntax', 2);
  const drawn = await createVideo(cluster, {
    ...description,
    scenes: description.scenes.map((scene) => ({ ...scene, text: { value } })),
  });
  const played = await play(drawn.mp4);
  expect(played).toMatchObject({ status: 200, whole: true });
  expect((await readdir(cluster.dataDir)).sort()).toEqual(before);
});

test('ranges that cannot be are told apart from those that can', async () => {
  const whole = await play(video.mp4);
  const total = whole.body.length;
  const behind = await play(video.mp4, { headers: { range: `bytes=${total}-` } });
  expect([behind.status, behind.headers['content-range']]).toEqual([416, `bytes */${total}`]);
  for (const range of ['bytes=5-2', 'bytes=a-b', 'lines=1-2', `bytes=${'9'.repeat(500)}-`]) {
    expect((await play(video.mp4, { headers: { range } })).status).toBe(200);
  }
  const part = await play(video.mp4, { headers: { range: 'bytes=10-19' } });
  expect([part.status, part.body]).toEqual([206, whole.body.subarray(10, 20)]);
});

/** The bench `abuse` is the long form, with all attacks, and says what viewers notice. */
test('viewers get all that they ask for while somebody floods the router with ranges', async () => {
  const door = { port: Number(new URL(origin).port), complete: [video.id], apiKeys: [] };
  const nothing = { dear: {}, light: {}, stock: { dear: [], light: [] } };
  const tally = new Tally();
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const newVideo = async (title: string) => (await createVideo(cluster, usualVideo(title))).id;
  const viewers = new Viewers({ door, viewersVideos: [video.id], newVideo }, { count: 6, comeWithinMs: 200 });
  const { firstBytes, failures } = viewers.seen;
  const flood = rangeFloods.run({ ...door, ...nothing }, tally, over.signal);
  await until(
    'viewers and attackers were answered',
    () => firstBytes.length > 8 && (tally.answers['206'] ?? 0) > 50,
  );
  over.abort();
  await Promise.all([flood, viewers.leave()]);
  expect(failures).toEqual([]);
});

/** IDs that are none: random, truncated, altered in one character, from elsewhere, and oversized. */
function forge(random: () => number, index: number): string {
  const letter = () => alphabet[Math.floor(random() * alphabet.length)] as string;
  const at = Math.floor(random() * video.id.length);
  switch (index % 5) {
    case 0:
      return Array.from(video.id, letter).join('');
    case 1:
      return video.id.slice(0, at) || '1';
    case 2: {
      const other = letter();
      return video.id.slice(0, at) + (other === video.id[at] ? '0' : other) + video.id.slice(at + 1);
    }
    case 3:
      return video.id + Array.from({ length: 1 + Math.floor(random() * 4_000) }, letter).join('');
    default:
      return encodeURIComponent(['../', '%00', 'é', ' ', "'", '-1', '1'][index % 7] + video.id);
  }
}

// The last test: nothing is left behind it.
test(`${forgedIds} forged IDs get one and the same 404, with nothing left to look them up in`, async () => {
  const noSuchVideo = await fetch(`${origin}/v/1/video.mp4`);
  const expected = await noSuchVideo.text();
  await redis.kill();
  for (const { name } of [...cluster.workers]) await cluster.crash(name);
  const random = seededRandom(8);
  const parts = ['video.mp4', 'index.m3u8', 'init.mp4', '0.m4s'];
  let next = 0;
  const others: string[] = [];
  const startedAtMs = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < forgedIds) {
        const index = next;
        next += 1;
        const id = forge(random, index);
        const answer = await fetch(`${origin}/v/${id}/${parts[index % parts.length]}`);
        const body = await answer.text();
        const alike =
          answer.status === 404 &&
          body === expected &&
          answer.headers.get('content-type') === 'application/problem+json';
        if (!alike) others.push(`${id.slice(0, 60)}: ${answer.status} ${body.slice(0, 100)}`);
      }
    }),
  );
  expect(others).toEqual([]);
  // A look-up would have waited for a store or a worker that is gone.
  expect((performance.now() - startedAtMs) / forgedIds).toBeLessThan(5);
  const genuine = await fetch(`${origin}/v1/videos/${video.id}`);
  expect(genuine.status).toBe(503);
  expect(await readFile(cluster.routers[0]?.logFile as string, 'utf8')).not.toContain('upstream.lost');
}, 60_000);
