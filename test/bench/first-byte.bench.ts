import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { artifactPath, signRequest } from '@understudy/peer-protocol';
import { mintToken, parseTokenSecrets, type TokenSecret } from '@understudy/playback-token';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { startCluster, type TestCluster, untilReplicated } from '../cluster/start.js';
import { createVideo, placementOf, smallVideo } from '../cluster/videos.js';
import { percentile, report } from './report.js';

/** What the router adds to the first byte of a complete video: the same segment from it and from its worker, in turn, over kept connections. */
const pairs = 100 * Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 30);
const boundP50Ms = 0.5;
const boundP99Ms = 3;

/** Of each kind of request where playback is signed. */
const signedRequests = Math.ceil(pairs / 3);

const secrets = `a:${randomBytes(32).toString('base64')}`;
let cluster: TestCluster;
const agents = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: true, maxSockets: 1 })];

beforeAll(async () => {
  // The second router asks for tokens.
  const signed = { UNDERSTUDY_PLAYBACK: 'signed', UNDERSTUDY_PLAYBACK_SECRETS: secrets };
  cluster = await startCluster({
    workers: 3,
    routers: 2,
    routerEnv: (index) => (index === 1 ? signed : {}),
  });
}, 60_000);
afterAll(async () => {
  for (const agent of agents) agent.destroy();
  await cluster.dispose();
});

function firstByteMs(
  url: string,
  agent: Agent | undefined,
  headers: Record<string, string>,
): Promise<number> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { ...(agent && { agent }), headers }, (answer) => {
      let ms: number | undefined;
      answer.on('data', () => {
        ms ??= performance.now() - startedAtMs;
      });
      answer.once('error', reject);
      answer.once('end', () => {
        if (answer.statusCode === 200 && ms !== undefined) resolve(ms);
        else reject(new Error(`${url}: ${answer.statusCode}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

test('first byte of a complete video, through the router and from its worker', async () => {
  const video = await createVideo(cluster, smallVideo('first byte'));
  await play(video.mp4);
  await untilReplicated(cluster, video.id);
  const { master, contentId } = await placementOf(cluster, video.id);
  const keys = JSON.parse(await readFile(join(cluster.dataDir, 'keys.json'), 'utf8'));
  const secret = Buffer.from(keys.peerSecret, 'base64');
  const path = artifactPath(BigInt(contentId), '0.m4s');
  const throughRouter: number[] = [];
  const fromWorker: number[] = [];
  for (let pair = -100; pair < pairs; pair += 1) {
    const signed = signRequest(secret, { method: 'GET', path }, Date.now());
    const direct = await firstByteMs(`${cluster.worker(master).url}${path}`, agents[0], signed);
    const through = await firstByteMs(new URL('0.m4s', video.hls).href, agents[1], {});
    if (pair < 0) continue;
    fromWorker.push(direct);
    throughRouter.push(through);
  }
  const at = (percent: number) => {
    const [through, direct] = [percentile(throughRouter, percent), percentile(fromWorker, percent)];
    return { through, direct, added: through - direct };
  };
  const [p50, p99] = [at(50), at(99)];
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  report('First byte of a complete video', [
    ['from the worker, p50 / p99', `${ms(p50.direct)} / ${ms(p99.direct)}`],
    ['through the router, p50 / p99', `${ms(p50.through)} / ${ms(p99.through)}`],
    ['added, p50', ms(p50.added), `≤ ${boundP50Ms} ms`],
    ['added, p99', ms(p99.added), `≤ ${boundP99Ms} ms`],
  ]);
  expect(p50.added).toBeLessThanOrEqual(boundP50Ms);
  expect(p99.added).toBeLessThanOrEqual(boundP99Ms);
});

test('what a token and a grant add to it', async () => {
  const video = await createVideo(cluster, smallVideo('signed first byte'));
  await play(video.mp4);
  await untilReplicated(cluster, video.id);
  const [secret] = parseTokenSecrets('', secrets) as [TokenSecret];
  const { token } = await mintToken(secret, { subject: video.id, ttlS: 3_600, viewer: 'v' }, Date.now());
  const [open = '', signed = ''] = cluster.routers.map(({ url }) => `${url}/v/${video.id}/`);
  const { url: granted } = await fetch(`${signed}index.m3u8?token=${token}`);
  const urls = [`${open}0.m4s`, `${signed}0.m4s?token=${token}`, new URL('0.m4s', granted).href];
  const kept = urls.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const measured: number[][] = urls.map(() => []);
  for (let turn = -100; turn < signedRequests; turn += 1) {
    for (const [index, url] of urls.entries()) {
      const ms = await firstByteMs(url, kept[index], {});
      if (turn >= 0) measured[index]?.push(ms);
    }
  }
  for (const agent of kept) agent.destroy();
  const rows = ['without', 'by a token (HS256)', 'by a grant'].map((name, index): [string, string] => {
    const at = (percent: number) => percentile(measured[index] ?? [], percent).toFixed(2);
    return [`${name}, p50 / p99`, `${at(50)} / ${at(99)} ms`];
  });
  report('First byte through the router where playback is signed', rows);
});
