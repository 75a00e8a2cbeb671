import type { FeedFrame, FeedRequest } from '@understudy/peer-protocol';
import { expect, onTestFinished, test } from 'vitest';
import type { ReleaseGuard } from '../store/release-guard.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { sealPiece, temporaryArtifact } from '../testing/temporary-artifact.js';
import { feedFrames } from './serve-feed.js';

/** Of a generator that makes other bytes each time. */
const otherBytes: ReleaseGuard = {
  released: ({ length }) => length,
  acknowledged: () => undefined,
  making: () => undefined,
  forget: () => undefined,
  close: () => undefined,
};

/** Reads a feed of what is being made, frame by frame, without its beats. */
function read(artifact: StoredArtifact, others: Partial<FeedRequest> = {}) {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const request = { follower: 'b', sealed: [], partial: [], wants: [], takesStoryboard: false, ...others };
  const options = {
    beatIntervalMs: 20,
    isProducing: () => true,
    readers: () => 0,
    onCaughtUp: () => undefined,
  };
  const frames = feedFrames(artifact, request, options, end.signal);
  return async (): Promise<FeedFrame> => {
    for (;;) {
      const { value } = await frames.next();
      if (value.type !== 'beat') return value;
    }
  };
}

const data = (piece: number, offset: number, text: string) => ({
  ...{ type: 'data', piece, offset, bytes: Buffer.from(text) },
});

test('a piece that was dropped and made with other bytes is sent from its beginning', async () => {
  const { artifact } = await temporaryArtifact();
  artifact.guard = otherBytes;
  const next = read(artifact);
  expect((await next()).type).toBe('meta');
  const first = await artifact.openWriter(0);
  await first.append(0, Buffer.from('once'));
  expect(await next()).toEqual(data(0, 0, 'once'));
  const begun = artifact.state(0);
  if (begun !== undefined) await artifact.drop(begun);
  const second = await artifact.openWriter(0);
  await second.append(0, Buffer.from('another'));
  expect(await next()).toEqual(data(0, 0, 'another'));
});

test('what comes out the same goes on where it was', async () => {
  const { artifact } = await temporaryArtifact();
  const next = read(artifact);
  await next();
  const first = await artifact.openWriter(0);
  await first.append(0, Buffer.from('same'));
  expect(await next()).toEqual(data(0, 0, 'same'));
  const begun = artifact.state(0);
  if (begun !== undefined) await artifact.drop(begun);
  const second = await artifact.openWriter(0);
  await second.append(0, Buffer.from('same again'));
  expect(await next()).toEqual(data(0, 4, ' again'));
});

test('of what a follower has sealed, and is only made here, it is told the seal to compare', async () => {
  const { artifact } = await temporaryArtifact();
  artifact.guard = otherBytes;
  const next = read(artifact, { sealed: artifact.pieces });
  expect(await next()).toMatchObject({ type: 'meta', meta: { manifest: [] } });
  for (const piece of artifact.pieces) {
    await sealPiece(artifact, piece, `piece ${piece}`);
    expect(await next()).toMatchObject({ type: 'seal', sealed: { piece } });
  }
  expect(await next()).toEqual({ type: 'end', complete: true });
});
