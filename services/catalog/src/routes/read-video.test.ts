import { artifactIdOf } from '@understudy/artifact';
import { type Description, descriptionDigest, planSegments } from '@understudy/description';
import { expect, test, vi } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

const fingerprint = 'f'.repeat(64);
const sha256 = '0'.repeat(64);
const member = {
  id: 'w1',
  url: 'http://127.0.0.1:1',
  zone: 'a',
  capacity: 1,
  warmth: 1,
  state: 'active',
  generators: [`ffmpeg@1#${fingerprint}`],
  pid: 1,
} as const;

test('the state follows the manifest', async () => {
  const { post, get, context } = await startCatalog({ UNDERSTUDY_MEMBERSHIP_POLL_MS: '50' });
  await context.store.announce(member, 60_000);
  await vi.waitFor(() => expect(context.membership.current?.members).toHaveLength(1), 10_000);
  const { id } = (await post('/v1/videos', description)).json();
  const { segmentCount } = planSegments(description as Description);
  const artifactId = artifactIdOf(descriptionDigest(description as Description), fingerprint);
  const read = async () => (await get(`/v1/videos/${id}`)).json();

  expect(await read()).toEqual({
    id,
    description,
    state: 'described',
    sealedSegments: 0,
    totalSegments: segmentCount,
    bytes: 0,
    durationSeconds: 10,
  });

  const seal = (piece: string) =>
    context.store.recordSegment(artifactId, { piece, length: 1000, sha256 }, undefined);
  for (const piece of ['poster', 'init', '0']) await seal(piece);
  expect(await read()).toMatchObject({ state: 'generating', sealedSegments: 1, bytes: 2000 });

  for (let k = 1; k < segmentCount; k += 1) await seal(String(k));
  expect(await read()).toMatchObject({
    state: 'complete',
    sealedSegments: segmentCount,
    bytes: 1000 * (segmentCount + 1),
  });
});

test('a bad ID and an ID of nothing get the same answer, the bad one without a look-up', async () => {
  const { get, context, ids } = await startCatalog();
  const looked = vi.spyOn(context.store, 'readDescription');
  const unknown = await get(`/v1/videos/${ids.encode(77n)}`);
  expect(looked).toHaveBeenCalledTimes(1);
  for (const id of ['x', '1', ids.encode(77n).slice(0, -1), `${ids.encode(77n)}1`, '%00', '..%2f..']) {
    const answer = await get(`/v1/videos/${id}`);
    expect([answer.statusCode, answer.body]).toEqual([404, unknown.body]);
    const page = await get(`/watch/${id}`);
    expect([page.statusCode, page.body]).toEqual([404, unknown.body]);
  }
  expect(looked).toHaveBeenCalledTimes(1);
});
