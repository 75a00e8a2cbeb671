import { textDigest } from '@understudy/description';
import type { HeldCopy } from '@understudy/peer-protocol';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const copy = (contentId: bigint, others: Partial<HeldCopy>): HeldCopy => ({
  ...{ contentId: String(contentId), artifactId: 'a', bytes: 10, readableBytes: 10, sealed: 'init,0-1' },
  ...{ sealedSegments: 2, totalSegments: 5, complete: false, generating: false },
  ...others,
});
const having =
  (copies: HeldCopy[], asked: unknown[] = []) =>
  (worker: FastifyInstance) =>
    worker.post('/artifacts/status', (request) => {
      asked.push(request.body);
      return { copies };
    });

async function described(count: number) {
  const console = await startConsole();
  // Together, for they are written to the disk together; in the order in which they are asked for.
  const created = await Promise.all(
    Array.from({ length: count }, (_, number) =>
      console.store.createDescription(`d${number}`, JSON.stringify({ title: `Title ${number}` })),
    ),
  );
  const contentIds = created.map(({ contentId }) => contentId);
  const list = async (query = '') => (await console.get(`/admin/videos${query}`)).json();
  return { ...console, contentIds, list };
}

test('the newest come first, page after page, and each worker is asked once for a page', async () => {
  const { list, ids, join, contentIds } = await described(5);
  const asked: unknown[] = [];
  const last = contentIds[4] as bigint;
  await join('w1', having([copy(last, { generating: true })], asked));
  await join('w2', having([copy(last, { sealed: 'init,1,3', sealedSegments: 2 })]));
  await join('w3');
  const first = await list('?limit=3');
  expect(first.videos.map(({ title }: { title: string }) => title)).toEqual([
    'Title 4',
    'Title 3',
    'Title 2',
  ]);
  expect(first).toMatchObject({ looked: 3, next: ids.encode(contentIds[2] as bigint), silent: ['w3'] });
  expect(first.videos[0]).toMatchObject({
    ...{ id: ids.encode(last), state: 'generating', sealedSegments: 3, totalSegments: 5 },
  });
  expect(first.videos[1]).toMatchObject({ state: 'described', sealedSegments: 0, totalSegments: null });
  expect(asked).toEqual([{ contentIds: contentIds.slice(2).reverse().map(String) }]);
  const rest = await list(`?limit=3&after=${first.next}`);
  expect(rest.videos.map(({ title }: { title: string }) => title)).toEqual(['Title 1', 'Title 0']);
  expect(rest.next).toBeNull();
});

test('a search finds parts of titles and IDs, and a whole ID without looking', async () => {
  const { list, ids, contentIds } = await described(30);
  expect(await list('?find=tITLE%2017')).toMatchObject({
    videos: [{ title: 'Title 17' }],
    looked: 30,
    next: null,
  });
  const id = ids.encode(contentIds[3] as bigint);
  expect(await list(`?find=${id}`)).toMatchObject({ videos: [{ id, title: 'Title 3' }], looked: 1 });
  expect(await list(`?find=${id.slice(0, 20)}`)).toMatchObject({ videos: [{ id }] });
  expect(await list('?find=no%20such')).toMatchObject({ videos: [], looked: 30, next: null });
  expect(await list(`?find=${ids.encode(999n)}`)).toMatchObject({ videos: [], looked: 0 });
});

test('a search looks at so many at most, and goes on where it stopped', async () => {
  const { list, contentIds, ids } = await described(130);
  const first = await list('?find=title%205&limit=1');
  expect(first).toMatchObject({ videos: [{ title: 'Title 59' }], looked: 71 });
  // 100 are looked at: see `startConsole`.
  const none = await list('?find=Title%2012x');
  expect(none).toMatchObject({ videos: [], looked: 100, next: ids.encode(contentIds[30] as bigint) });
  expect(await list(`?find=Title%205&after=${none.next}`)).toMatchObject({
    videos: [{ title: 'Title 5' }],
    next: null,
  });
});

test('what is stored and not readable is listed', async () => {
  const { list, store } = await described(0);
  for (const json of ['damaged', '[]', '{"title":7}']) await store.createDescription(textDigest(json), json);
  expect((await list()).videos.map(({ title }: { title: string | null }) => title)).toEqual([
    null,
    null,
    null,
  ]);
});

test.each([
  ['limit=0', '/limit'],
  ['limit=1001', '/limit'],
  ['after=forged', '/after'],
  [`find=${'x'.repeat(301)}`, '/find'],
  ['find=a&find=b', '/find'],
  ['after=a&after=b', '/after'],
  ['limit=1&limit=2', '/limit'],
])('%s is refused', async (query, path) => {
  const { get } = await startConsole();
  const refused = await get(`/admin/videos?${query}`);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors).toMatchObject([{ path }]);
});

test('it needs the key', async () => {
  const { app } = await startConsole();
  for (const [method, url] of [
    ['GET', '/admin/videos'],
    ['GET', '/admin/videos/x'],
    ['DELETE', '/admin/videos/x'],
    ['POST', '/admin/videos/x/regenerate'],
  ] as const)
    expect((await app.inject({ method, url })).statusCode).toBe(401);
});
