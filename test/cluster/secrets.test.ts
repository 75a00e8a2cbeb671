import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { signRequest } from '@understudy/peer-protocol';
import { PeerAuthority, type PeerCertificates, peerTlsEnvironment } from '@understudy/peer-protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

/** Text by chance that nothing else has in it. */
const text = () => randomBytes(24).toString('hex');

const raw = {
  idKey: randomBytes(32),
  placementKey: randomBytes(32),
  peerSecret: randomBytes(32),
  oldPeerSecret: randomBytes(32),
  playback: randomBytes(32),
  webhook: randomBytes(32),
};
const texts = {
  apiKey: text(),
  adminKey: text(),
  redisPassword: text(),
  archiveSecret: text(),
  collectorToken: text(),
  wrongPeerSecret: text(),
  wrongApiKey: text(),
  wrongAdminKey: text(),
};

/** What nobody may find, by its name: each in every form that it could be written in. */
const forms = new Map<string, string[]>();
const hide = (name: string, bytes: Uint8Array, ...more: readonly string[]) => {
  const buffer = Buffer.from(bytes);
  const encoded = [
    buffer.toString('base64').replace(/=+$/, ''),
    buffer.toString('base64url'),
    buffer.toString('hex'),
  ];
  forms.set(name, [...encoded, buffer.toString('hex').toUpperCase(), ...more]);
};
for (const [name, bytes] of Object.entries(raw)) hide(name, bytes);
for (const [name, each] of Object.entries(texts))
  hide(name, Buffer.from(each), each, encodeURIComponent(each));

/** The names of the secrets that stand in a text. */
const found = (said: string) =>
  [...forms].flatMap(([name, written]) => (written.some((form) => said.includes(form)) ? [name] : []));

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:1';

let authority: PeerAuthority;
let redis: RedisServer;
let cluster: TestCluster;
let files: PeerCertificates;
/** Everything that anybody was told, with where. */
const told = new Map<string, string>();

beforeAll(async () => {
  authority = await PeerAuthority.create();
  files = await authority.sign('all');
  forms.set('private key', (await readFile(files.key, 'utf8')).split('\n').slice(1, 3));
  redis = await startRedisServer();
  await setPassword(redis.port);
  const hooks = [{ url: `${nowhere}/hook`, secret: `whsec_${base64(raw.webhook)}` }];
  cluster = await startCluster(
    {
      workers: 2,
      metadataUrl: redis.url.replace('redis://', `redis://:${texts.redisPassword}@`),
      webhooks: JSON.stringify(hooks),
      playbackSecrets: `a:${base64(raw.playback)}`,
      archiveUrl: `s3://bucket/prefix?endpoint=${nowhere}&region=us-east-1&pathStyle=true`,
      env: {
        ...peerTlsEnvironment(files),
        UNDERSTUDY_LOG_LEVEL: 'debug',
        OTEL_EXPORTER_OTLP_ENDPOINT: nowhere,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${texts.collectorToken}`,
      },
      workerEnv: () => ({ AWS_ACCESS_KEY_ID: 'archive', AWS_SECRET_ACCESS_KEY: texts.archiveSecret }),
    },
    (dataDir) =>
      writeFile(
        join(dataDir, 'keys.json'),
        JSON.stringify({
          idKeys: `1:${base64(raw.idKey)}`,
          placementKey: base64(raw.placementKey),
          peerSecret: `${base64(raw.peerSecret)},${base64(raw.oldPeerSecret)}`,
          apiKey: texts.apiKey,
          adminKey: texts.adminKey,
        }),
        { mode: 0o600 },
      ),
  );
}, 60_000);

afterAll(async () => {
  await cluster?.stop();
  await redis?.stop();
  await authority.remove();
});

/** Not by an argument, which every user of the machine may read. */
async function setPassword(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`CONFIG SET requirepass ${texts.redisPassword}\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toBe('+OK\r\n');
  socket.destroy();
}

/** Asks, and keeps what was answered, head included. */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const body = await answer.clone().text();
  told.set(`${init.method ?? 'GET'} ${url} (${answer.status})`, `${[...answer.headers].join('\n')}\n${body}`);
  return answer;
}

/** The same of a port that only peers with a certificate may ask. */
async function askAsPeer(url: string, headers: Record<string, string>): Promise<number> {
  const [ca, cert, key] = await Promise.all([files.ca, files.cert, files.key].map((path) => readFile(path)));
  const request = requestOverTls(url, { ca, cert, key, headers, agent: false } as object);
  const answered = once(request, 'response');
  request.end();
  const [answer] = (await answered) as [IncomingMessage];
  let body = '';
  for await (const chunk of answer) body += chunk;
  told.set(`${url} as a peer (${answer.statusCode})`, `${JSON.stringify(answer.headers)}\n${body}`);
  return answer.statusCode ?? 0;
}

/** The command lines of all processes of the machine. */
async function keepCommandLines(): Promise<void> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    told.set(`command line of ${pid}`, line.replaceAll('\0', ' '));
  }
}

const json = (key: string, body: object): RequestInit => ({
  method: 'POST',
  headers: { 'x-api-key': key, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

test('whatever happens, no secret is told: not in logs, answers, metrics, command lines or the console', async () => {
  const [router] = cluster.routers;
  if (router === undefined) throw new Error('a cluster has a router');
  const publicUrl = router.url;

  // What goes well, with command lines while it does.
  const video = await createVideo(cluster, smallVideo('well'));
  const playing = play(video.mp4, { onBytes: () => void keepCommandLines() });
  await keepCommandLines();
  expect(await playing).toMatchObject({ status: 200, whole: true });
  await ask(`${publicUrl}/v1/videos/${video.id}`, bearer(cluster.apiKey));
  await ask(`${publicUrl}/v1/docs/`);
  await ask(`${publicUrl}/watch/${video.id}`);

  // What is refused.
  await ask(`${publicUrl}/v1/videos`, json(texts.wrongApiKey, smallVideo('refused')));
  await ask(`${publicUrl}/v1/videos`, json(cluster.apiKey, { title: 7, width: 'wide' }));
  await ask(`${publicUrl}/v1/videos?key=${encodeURIComponent('x')}`, {
    ...json(cluster.apiKey, {}),
    body: '{',
  });
  await ask(`${publicUrl}/v/00000000000000000000/video.mp4`);
  await ask(`${cluster.console.url}/admin/cluster`, bearer(texts.wrongAdminKey));
  const worker = cluster.worker('w1');
  const unsigned = signRequest(
    Buffer.from(texts.wrongPeerSecret),
    { method: 'GET', path: '/status' },
    Date.now(),
  );
  expect(await askAsPeer(`${worker.url}/status`, unsigned)).toBe(401);
  const late = signRequest(raw.peerSecret, { method: 'GET', path: '/status' }, Date.now() - 3_600_000);
  expect(await askAsPeer(`${worker.url}/status`, late)).toBe(401);
  const signed = signRequest(raw.oldPeerSecret, { method: 'GET', path: '/status' }, Date.now());
  expect(await askAsPeer(`${worker.url}/status`, signed)).toBe(200);

  // What an operator sees.
  const operate = (path: string) => ask(`${cluster.console.url}${path}`, bearer(cluster.adminKey));
  for (const path of [
    '/',
    '/admin/cluster',
    '/admin/events',
    '/admin/streams',
    '/admin/keys',
    '/admin/timings',
  ])
    await operate(path);
  await operate(`/admin/videos/${video.id}/placement`);

  // What fails: the master of a response, the store, starts with a wrong configuration.
  const lost = await createVideo(cluster, smallVideo('lost'));
  const { master } = await placementOf(cluster, lost.id);
  let crashed: Promise<void> | undefined;
  await play(lost.mp4, {
    onBytes: () => {
      crashed ??= cluster.crash(master);
    },
  });
  await crashed;
  const refused = (env: Record<string, string>) =>
    cluster.startWorker(master, env).then(
      () => '',
      (error: Error) => error.message,
    );
  for (const [variable, value] of [
    ['UNDERSTUDY_PEER_SECRET', texts.wrongPeerSecret.slice(0, 20)],
    ['UNDERSTUDY_PLACEMENT_KEY', texts.wrongApiKey.slice(0, 20)],
    ['UNDERSTUDY_METADATA_URL', `redis://:${texts.wrongAdminKey}@127.0.0.1:port`],
  ] as const) {
    hide(`wrong ${variable}`, Buffer.from(value), value);
    const why = await refused({ [variable]: value });
    expect(why).toContain('before it listened');
    told.set(`the start with a wrong ${variable}`, why);
  }
  await redis.kill();
  await until('creating is refused', async () => {
    const answer = await ask(`${publicUrl}/v1/videos`, json(cluster.apiKey, smallVideo('away')));
    return answer.status === 503;
  });

  for (const { url, healthUrl } of [cluster.catalog, cluster.console, router, ...cluster.workers])
    await ask(`${healthUrl ?? url}/metrics`).catch(() => {});
  const logs = join(cluster.dataDir, 'logs');
  for (const file of await readdir(logs)) told.set(file, await readFile(join(logs, file), 'utf8'));

  // It would be found.
  expect(found(await readFile(join(cluster.dataDir, 'keys.json'), 'utf8')).sort()).toEqual(
    ['adminKey', 'apiKey', 'idKey', 'oldPeerSecret', 'peerSecret', 'placementKey'].sort(),
  );
  expect(told.size).toBeGreaterThan(40);
  expect([...told.keys()].filter((where) => where.endsWith('.log')).length).toBeGreaterThanOrEqual(5);
  const leaks = [...told].flatMap(([where, said]) => found(said).map((name) => `${name}: ${where}`));
  expect(leaks).toEqual([]);
}, 90_000);
