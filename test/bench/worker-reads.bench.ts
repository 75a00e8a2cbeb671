import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { progressivePieces } from '@understudy/artifact';
import { parseDescription, planSegments } from '@understudy/description';
import { openMetadataStore } from '@understudy/metadata-store';
import { artifactPath, signRequest } from '@understudy/peer-protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallVideo } from '../cluster/videos.js';
import { writeArtifact } from './made-artifact.js';
import { costOf, download, requests } from './relay/load.js';
import { freePort, type HttpProcess, startFileServer, startProcess } from './relay/proxies.js';
import { median, report } from './report.js';

/** What a worker pays to send a complete artifact, against nginx that reads the same bytes from one file. */
const rounds = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 5);
const bound = 1.5;
/** What a segment costs with the read cache, of what it costs without. */
const cachedBound = 0.7;
const totalBytes = 200 * 2 ** 20;
const segmentBytes = 256 * 1024;
const [large, segmented] = [1n, 2n];
const program = fileURLToPath(new URL('../../services/worker/dist/program/main.js', import.meta.url));

let directory: string;
let worker: HttpProcess;
let uncached: HttpProcess;
let nginx: HttpProcess;
let secret: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-reads-'));
  secret = randomBytes(32);
  const bytes = randomBytes(totalBytes);
  worker = await startWorker('cached', bytes, {});
  uncached = await startWorker('uncached', bytes, { UNDERSTUDY_READ_CACHE_BYTES: '0' });
  await mkdir(join(directory, 'root'));
  await writeFile(join(directory, 'root', 'video.mp4'), bytes);
  await writeFile(join(directory, 'root', '0.m4s'), bytes.subarray(0, segmentBytes));
  nginx = await startFileServer(directory, join(directory, 'root'));
}, 120_000);

afterAll(async () => {
  await Promise.all([worker, uncached, nginx].map((process) => process.stop()));
  await rm(directory, { recursive: true });
});

/** A worker that has both artifacts on its disk. */
async function startWorker(name: string, bytes: Buffer, env: Record<string, string>): Promise<HttpProcess> {
  const data = join(directory, name);
  const document = smallVideo('reads', 60);
  await writeArtifact(data, { contentId: String(large), document, bytes });
  const pieces = progressivePieces(planSegments(parseDescription(document)).segmentCount);
  const some = bytes.subarray(0, pieces.length * segmentBytes);
  await writeArtifact(data, { contentId: String(segmented), document, bytes: some });
  const metadataUrl = `lmdb:${join(directory, `${name}-metadata`)}`;
  await (await openMetadataStore(metadataUrl)).close();
  const port = await freePort();
  return await startProcess(name, port, process.execPath, [program], {
    ...process.env,
    UNDERSTUDY_PORT: String(port),
    UNDERSTUDY_DATA: data,
    UNDERSTUDY_METADATA_URL: metadataUrl,
    UNDERSTUDY_PEER_SECRET: secret.toString('base64'),
    UNDERSTUDY_PLACEMENT_KEY: randomBytes(32).toString('base64'),
    UNDERSTUDY_LOG_LEVEL: 'warn',
    ...env,
  });
}

const signedFor = (path: string) => Object.entries(signRequest(secret, { method: 'GET', path }, Date.now()));

test('a complete artifact of 200 MB, 4 clients', async () => {
  const path = artifactPath(large, 'video.mp4');
  const gigabytes = (4 * totalBytes) / 1e9;
  const perGb: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const signed = signedFor(path);
    const fromWorker = await costOf(worker, () =>
      download(`http://127.0.0.1:${worker.port}${path}`, 4, 1, totalBytes, signed),
    );
    const fromNginx = await costOf(nginx, () =>
      download(`http://127.0.0.1:${nginx.port}/video.mp4`, 4, 1, totalBytes),
    );
    // The first round verifies what is on disk.
    if (round === 0) continue;
    perGb[0].push(fromWorker.cpuSeconds / gigabytes);
    perGb[1].push(fromNginx.cpuSeconds / gigabytes);
  }
  const [ours, theirs] = perGb.map(median) as [number, number];
  report('A complete artifact of 200 MB from one worker, 4 clients', [
    ['worker', `${ours.toFixed(2)} CPU-s/GB`],
    ['nginx, sendfile off', `${theirs.toFixed(2)} CPU-s/GB`],
    ['ratio', `${(ours / theirs).toFixed(2)} ×`, `${bound} ×`],
  ]);
  expect(ours / theirs).toBeLessThanOrEqual(bound);
});

test('256 kB segments from one worker, 16 connections', async () => {
  const path = artifactPath(segmented, '0.m4s');
  const from = async (server: HttpProcess, asked: string) => {
    let completed = 0;
    const { cpuSeconds } = await costOf(server, async () => {
      completed = await requests(`http://127.0.0.1:${server.port}${asked}`, 16, 2, signedFor(asked));
    });
    return (1e6 * cpuSeconds) / completed;
  };
  const each: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    const us = [await from(worker, path), await from(uncached, path), await from(nginx, '/0.m4s')];
    if (round > 0) for (const [index, one] of us.entries()) each[index]?.push(one);
  }
  const [ours, ourUncached, theirs] = each.map(median) as [number, number, number];
  report('256 kB segments from one worker, 16 connections', [
    ['worker', `${ours.toFixed(0)} µs of CPU each`],
    ['worker without its read cache', `${ourUncached.toFixed(0)} µs`],
    ['nginx, sendfile off', `${theirs.toFixed(0)} µs`],
    ['with the cache, of without', `${(ours / ourUncached).toFixed(2)} ×`, `${cachedBound} ×`],
    ['worker, of nginx', `${(ours / theirs).toFixed(2)} ×`],
  ]);
  expect(ours / ourUncached).toBeLessThanOrEqual(cachedBound);
});
