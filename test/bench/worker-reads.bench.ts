import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openMetadataStore } from '@understudy/metadata-store';
import { artifactPath, signRequest } from '@understudy/peer-protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallVideo } from '../cluster/videos.js';
import { writeArtifact } from './made-artifact.js';
import { costOf, download } from './relay/load.js';
import { freePort, type HttpProcess, startFileServer, startProcess } from './relay/proxies.js';
import { median, report } from './report.js';

/** What a worker pays to send a complete artifact, against nginx that reads the same bytes from one file. */
const rounds = Number(process.env['UNDERSTUDY_BENCH_RUNS'] ?? 5);
const bound = 1.5;
const totalBytes = 200 * 2 ** 20;
const contentId = 1n;
const program = fileURLToPath(new URL('../../services/worker/dist/main.js', import.meta.url));

let directory: string;
let worker: HttpProcess;
let nginx: HttpProcess;
let secret: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-reads-'));
  secret = randomBytes(32);
  const bytes = randomBytes(totalBytes);
  const document = smallVideo('reads', 60);
  await writeArtifact(join(directory, 'data'), { contentId: String(contentId), document, bytes });
  await mkdir(join(directory, 'root'));
  await writeFile(join(directory, 'root', 'video.mp4'), bytes);
  const metadataUrl = `lmdb:${join(directory, 'metadata')}`;
  await (await openMetadataStore(metadataUrl)).close();
  const port = await freePort();
  worker = await startProcess('worker', port, process.execPath, [program], {
    ...process.env,
    UNDERSTUDY_PORT: String(port),
    UNDERSTUDY_DATA: join(directory, 'data'),
    UNDERSTUDY_METADATA_URL: metadataUrl,
    UNDERSTUDY_PEER_SECRET: secret.toString('base64'),
    UNDERSTUDY_PLACEMENT_KEY: randomBytes(32).toString('base64'),
    UNDERSTUDY_LOG_LEVEL: 'warn',
  });
  nginx = await startFileServer(directory, join(directory, 'root'));
}, 120_000);

afterAll(async () => {
  await Promise.all([worker, nginx].map((process) => process.stop()));
  await rm(directory, { recursive: true });
});

test('a complete artifact of 200 MB, 4 clients', async () => {
  const path = artifactPath(contentId, 'video.mp4');
  const gigabytes = (4 * totalBytes) / 1e9;
  const perGb: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const signed = Object.entries(signRequest(secret, { method: 'GET', path }, Date.now()));
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
