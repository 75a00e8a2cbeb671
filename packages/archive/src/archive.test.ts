import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Archive, ArchiveSource } from './archive.js';
import { openArchive } from './open-archive.js';
import type { ObjectBody } from './s3/object-body.js';
import { type S3Server, startS3Server } from './testing/index.js';
import { randomArtifact, sha256 } from './testing/random-artifact.js';
import { within } from './within.js';

const partBytes = 5 * 1024 * 1024;
const never = new AbortController().signal;

let server: S3Server;
let archive: Archive;
let directory: string;
beforeAll(async () => {
  server = await startS3Server();
  archive = await openArchive(server.archiveUrl);
});
afterAll(async () => {
  archive.close();
  await server.stop();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-archive-'));
});
afterEach(async () => {
  await server.setFaults({});
  await rm(directory, { recursive: true });
});

const upload = (source: ArchiveSource, to = archive) =>
  to.upload(
    source,
    {
      statePath: join(directory, 'state.json'),
      partBytes,
      parallelParts: 2,
      beforePart: () => Promise.resolve(),
    },
    never,
  );

async function bytesOf(body: ObjectBody | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body?.bytes ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('what is put in comes out: manifest, poster, all bytes and those from a place on', async () => {
  const artifact = randomArtifact('round trip');
  expect(await archive.find(artifact.artifactId, never)).toBeUndefined();
  expect(await archive.contains(artifact.artifactId, never)).toBe(false);
  await upload(artifact);

  const manifest = await archive.find(artifact.artifactId, never);
  expect(manifest).toMatchObject({ description: { title: 'round trip' }, fingerprint: artifact.fingerprint });
  expect(manifest?.pieces).toEqual(artifact.pieces);
  expect(await archive.contains(artifact.artifactId, never)).toBe(true);
  expect((await bytesOf(await archive.openVideo(artifact.artifactId, 0, never))).equals(artifact.bytes)).toBe(
    true,
  );
  const from = 5_000_000;
  const rest = await bytesOf(await archive.openVideo(artifact.artifactId, from, never));
  expect(rest.equals(artifact.bytes.subarray(from))).toBe(true);
  const poster = await archive.readPoster(artifact.artifactId, manifest?.poster?.length ?? 0, never);
  expect(sha256(poster as Buffer)).toBe(artifact.poster?.sha256);
  expect(await server.pendingUploads()).toEqual([]);
});

test('the keys have the prefix, and the bucket is in the path', async () => {
  const artifact = randomArtifact('keys');
  await upload(artifact);
  const puts = (await server.requests()).filter((line) => line.startsWith('PUT /archive/some/prefix/'));
  const key = `/archive/some/prefix/manifests/${artifact.artifactId}.json`;
  expect(puts.at(-1)).toMatch(new RegExp(`^PUT ${key}`));
});

test('a removed copy is gone, what was uploaded of it as well', async () => {
  const artifact = randomArtifact('removed');
  await upload(artifact);
  expect(await archive.artifactsOf(artifact.digest, never)).toEqual([artifact.artifactId]);
  await archive.remove(artifact.artifactId, artifact.digest, never);
  expect(await archive.artifactsOf(artifact.digest, never)).toEqual([]);
  expect(await archive.find(artifact.artifactId, never)).toBeUndefined();
  expect(await archive.openVideo(artifact.artifactId, 0, never)).toBeUndefined();
  expect(await archive.readPoster(artifact.artifactId, 1_000, never)).toBeUndefined();
  await archive.remove(artifact.artifactId, artifact.digest, never);
});

test('damaged bytes are not archived: nothing counts, no upload is left, and the piece is named', async () => {
  const artifact = randomArtifact('damaged');
  const damaged: unknown[] = [];
  const bad: ArchiveSource = {
    ...artifact,
    async *read(piece) {
      for await (const bytes of artifact.read(piece)) {
        if (piece !== 2) yield bytes;
        else yield Buffer.from(bytes).fill(0, 7, 8);
      }
    },
    onDamaged: (piece) => damaged.push(piece),
  };
  await expect(upload(bad)).rejects.toMatchObject({ code: 'digest_mismatch' });
  expect(damaged).toEqual([2]);
  expect(await archive.contains(artifact.artifactId, never)).toBe(false);
  expect(await server.pendingUploads()).toEqual([]);
});

test('a server that hangs costs no more than the deadline', async () => {
  server.pause();
  try {
    const startedAtMs = performance.now();
    await expect(within(300, never, (signal) => archive.find('a'.repeat(32), signal))).rejects.toMatchObject({
      code: 'archive_unavailable',
    });
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  } finally {
    server.resume();
  }
});

test('a body that is cut is an error, never a short object', async () => {
  const artifact = randomArtifact('cut');
  await upload(artifact);
  await server.setFaults({ cutAfterBytes: 100_000 });
  const body = await archive.openVideo(artifact.artifactId, 0, never);
  await expect(bytesOf(body)).rejects.toMatchObject({ code: 'archive_unavailable' });
  await server.setFaults({ cutAfterBytes: 100 });
  await expect(archive.find(artifact.artifactId, never)).rejects.toMatchObject({
    code: 'archive_unavailable',
  });
});

test('refused credentials, errors and a missing bucket are an archive that is away, not one without the copy', async () => {
  const id = randomArtifact('refused').artifactId;
  await server.setFaults({ status: 503 });
  await expect(archive.find(id, never)).rejects.toMatchObject({ code: 'archive_unavailable' });
  await server.setFaults({});

  const otherBucket = await openArchive(server.archiveUrl.replace('archive/', 'elsewhere/'));
  await expect(otherBucket.find(id, never)).rejects.toMatchObject({ code: 'archive_unavailable' });
  otherBucket.close();

  vi.stubEnv('AWS_ACCESS_KEY_ID', 'somebody-else');
  onTestFinished(() => void vi.unstubAllEnvs());
  const stranger = await openArchive(server.archiveUrl);
  await expect(stranger.find(id, never)).rejects.toMatchObject({
    code: 'archive_unavailable',
    message: expect.stringContaining('403'),
  });
  stranger.close();
});
