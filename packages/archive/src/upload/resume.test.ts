import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../open-archive.js';
import { type S3Server, startS3Server } from '../testing/index.js';
import { randomArtifact } from '../testing/random-artifact.js';

// The compiled program: Node 20 runs no TypeScript.
const program = fileURLToPath(new URL('../../dist/testing/upload-process.js', import.meta.url));
const never = new AbortController().signal;

let server: S3Server;
let directory: string;
beforeAll(async () => {
  server = await startS3Server();
  directory = await mkdtemp(join(tmpdir(), 'understudy-archive-'));
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

/** Uploads in a process of its own. Resolves with its exit code, or the signal that killed it. */
async function uploadInProcess(name: string, statePath: string, faults: string) {
  const child = spawn(process.execPath, [program, server.archiveUrl, name, statePath, faults], {
    stdio: 'ignore',
  });
  const [code, signal] = await once(child, 'exit');
  return code ?? signal;
}

const partsSent = async () =>
  (await server.requests()).filter((line) => line.startsWith('PUT') && line.includes('partNumber=')).length;

test.each([
  // Where it dies, and how many of the four parts the next run need not send again.
  ['archive.begun:1', 0],
  ['archive.part:2', 1],
  ['archive.part-noted:3', 3],
  ['archive.sent:1', 4],
  ['archive.completed:1', 0],
  ['archive.manifest:1', 0],
])(
  'killed at %s, the next run completes the copy and leaves no pending upload',
  async (fault, spared) => {
    const artifact = randomArtifact(fault);
    const statePath = join(directory, `${artifact.artifactId}.json`);
    expect(await uploadInProcess(fault, statePath, fault)).toBe('SIGKILL');
    const before = await partsSent();
    expect(await uploadInProcess(fault, statePath, '')).toBe(0);
    expect((await partsSent()) - before).toBe(4 - spared);
    expect(await server.pendingUploads()).toEqual([]);

    const archive = await openArchive(server.archiveUrl);
    expect((await archive.find(artifact.artifactId, never))?.pieces).toEqual(artifact.pieces);
    const chunks: Buffer[] = [];
    const body = await archive.openVideo(artifact.artifactId, 0, never);
    for await (const chunk of body?.bytes ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(artifact.bytes)).toBe(true);
    archive.close();
  },
  60_000,
);

test('an upload of a worker that never came back is aborted by whoever uploads the same', async () => {
  const name = 'left behind';
  expect(await uploadInProcess(name, join(directory, 'gone.json'), 'archive.part-noted:2')).toBe('SIGKILL');
  expect(await server.pendingUploads()).toHaveLength(1);
  expect(await uploadInProcess(name, join(directory, 'other.json'), '')).toBe(0);
  expect(await server.pendingUploads()).toEqual([]);
});

test('an upload that is not gone on with is given up by its state alone, and by removing the copy', async () => {
  const archive = await openArchive(server.archiveUrl);
  const { artifactId, digest } = randomArtifact('given up');
  const statePath = join(directory, 'given-up.json');
  await uploadInProcess('given up', statePath, 'archive.part-noted:1');
  await archive.abandonUpload(artifactId, statePath, never);
  expect(await server.pendingUploads()).toEqual([]);
  await uploadInProcess('given up', statePath, 'archive.part-noted:1');
  await archive.remove(artifactId, digest, never);
  expect(await server.pendingUploads()).toEqual([]);
  archive.close();
});
