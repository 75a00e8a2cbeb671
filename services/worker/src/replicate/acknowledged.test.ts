import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import type { SealedPiece } from '@understudy/artifact';
import {
  encodeFrame,
  type FeedFrame,
  type PeerClient,
  type PeerRequest,
  type StoredNotice,
} from '@understudy/peer-protocol';
import { expect, onTestFinished, test } from 'vitest';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { sealPiece, temporaryArtifact } from '../testing/temporary-artifact.js';
import { testCanonical } from '../testing/test-description.js';
import { until } from '../testing/until.js';
import { followFeed } from './follow.js';

/** Follows a feed that a test writes; `told` is what the sender was told to be stored. */
function follow(artifact: StoredArtifact, acknowledges: 'bytes' | 'segments') {
  const feed = new PassThrough();
  const asked: PeerRequest[] = [];
  const told: string[] = [];
  const client: PeerClient = {
    send: async (request) => {
      asked.push(request);
      return Object.assign(feed, { statusCode: 200 }) as unknown as IncomingMessage;
    },
    json: async <T>({ json }: PeerRequest) => {
      for (const { piece, bytes } of (json as StoredNotice).pieces) told.push(`${piece} ${bytes}`);
      return {} as T;
    },
    close: () => undefined,
  };
  const leave = new AbortController();
  const ended = followFeed(
    {
      ...{ client, selfId: 'b', headTimeoutMs: 1_000, silenceMs: 10_000, acknowledges },
      isAlive: async () => true,
      heard: () => undefined,
    },
    {
      ...{ url: 'http://127.0.0.1:1', contentId: 1n, wants: [], storedOnly: false, local: artifact },
      artifactOf: () => artifact,
      onReaders: () => undefined,
    },
    leave.signal,
  );
  ended.catch(() => undefined);
  onTestFinished(() => leave.abort());
  const send = (frame: FeedFrame) => {
    for (const bytes of encodeFrame(frame)) feed.write(bytes);
  };
  const begin = (manifest: readonly SealedPiece[]) =>
    send({
      type: 'meta',
      meta: {
        ...{ artifactId: artifact.artifactId, description: testCanonical, beatIntervalMs: 100, readers: 0 },
        ...{ edition: 0, manifest },
      },
    });
  return { asked, told, send, begin, ended };
}

const sealed = (piece: 'init' | 0, text: string): SealedPiece => ({
  ...{ piece, length: text.length, sha256: createHash('sha256').update(text).digest('hex') },
});

test('what is sealed here is told as stored once the sender has said that it is the same', async () => {
  const { artifact } = await temporaryArtifact();
  await sealPiece(artifact, 'init', 'init!');
  await sealPiece(artifact, 0, 'segment');
  const { told, send, begin, ended } = follow(artifact, 'bytes');
  begin([sealed('init', 'init!')]);
  await until('the sender is told', () => told.length > 0);
  expect(told).toEqual(['init 5']);
  send({ type: 'seal', sealed: sealed(0, 'segment') });
  await until('the sender is told again', () => told.length > 1);
  expect(told).toEqual(['init 5', '0 7']);
  send({ type: 'end', complete: true });
  expect(await ended).toEqual({ complete: true });
});

test('what the sender made with other bytes than those sealed here is told as nothing', async () => {
  const { artifact } = await temporaryArtifact();
  await sealPiece(artifact, 0, 'segment');
  const { told, send, begin, ended } = follow(artifact, 'bytes');
  begin([]);
  send({ type: 'seal', sealed: sealed(0, 'another') });
  await expect(ended).rejects.toMatchObject({ code: 'digest_mismatch' });
  expect(told).toEqual([]);
});

test('a segment that comes again from its beginning takes the place of what was begun of it', async () => {
  const { artifact } = await temporaryArtifact();
  const { told, send, begin, ended } = follow(artifact, 'segments');
  begin([]);
  send({ type: 'data', piece: 0, offset: 0, bytes: Buffer.from('once') });
  send({ type: 'data', piece: 0, offset: 0, bytes: Buffer.from('another') });
  send({ type: 'seal', sealed: sealed(0, 'another') });
  send({ type: 'end', complete: false });
  expect(await ended).toEqual({ complete: false });
  await until('the sender is told', () => told.length > 0);
  expect(told).toEqual(['0 7']);
  expect(artifact.isSealed(0)).toBe(true);
});

test('what another worker says that it has too counts as acknowledged', async () => {
  const { artifact } = await temporaryArtifact();
  await sealPiece(artifact, 'init', 'init!');
  const safe: string[] = [];
  artifact.guard = {
    released: () => 0,
    acknowledged: (_edition, piece, bytes) => safe.push(`${piece} ${bytes}`),
    making: () => undefined,
    forget: () => undefined,
    close: () => undefined,
  };
  const { send, begin, ended } = follow(artifact, 'bytes');
  begin([sealed('init', 'init!')]);
  send({ type: 'end', complete: false });
  await ended;
  expect(safe).toEqual(['init 5']);
});
