import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

const video = {
  ...{ id: 'abc', title: 'A title', generator: `ffmpeg@1#${'0123456789abcdef'.repeat(4)}` },
  ...{ state: 'partial', sealedSegments: 2, totalSegments: 5 },
};
const bare = {
  ...{ id: 'xyz', title: null, generator: null, state: 'described' },
  ...{ sealedSegments: 0, totalSegments: null },
};

test('videos shows what there is, and how to go on', async () => {
  const { asked, run } = await startAdmin(() => ({
    body: { videos: [video, bare], looked: 2, next: 'xyz', silent: ['w3'] },
  }));
  const { code, printed } = await run('videos', "Ada's", '--limit', '2', '--after', 'abd');
  expect(code).toBe(0);
  expect(printed.join().split('\n')).toEqual([
    'video  state      sealed  of  generator          title',
    'abc    partial         2   5  ffmpeg@1#01234567  A title',
    'xyz    described       0  -   -                  -',
    'worker w3 does not say what it has',
    "there are more: understudy videos 'Ada'\\''s' --after xyz",
  ]);
  expect(asked[0]?.path).toBe('/admin/videos?limit=2&find=Ada%27s&after=abd');
});

test('videos says among how many nothing was found', async () => {
  const { run } = await startAdmin(() => ({ body: { videos: [], looked: 70, next: null, silent: [] } }));
  expect(await run('videos', 'no such')).toMatchObject({ printed: ['nothing found among 70 descriptions'] });
  expect(await run('videos')).toMatchObject({ printed: ['nothing is described'] });
});

test('delete asks whether it is meant so', async () => {
  const { asked, run } = await startAdmin(() => ({ body: {} }));
  expect(await run('delete', 'abc')).toMatchObject({ code: 2 });
  expect(asked).toEqual([]);
  expect(await run('delete', 'abc', '--yes')).toMatchObject({ code: 0, printed: ['abc is deleted'] });
  expect(asked[0]).toMatchObject({ method: 'DELETE', path: '/admin/videos/abc' });
});

test('regenerate says what became of each copy; that one stayed is a failure', async () => {
  const evicted = { worker: 'w1', result: 'evicted', bytes: 500 };
  let answer: object = {
    workers: [evicted, { worker: 'w2', result: 'none', bytes: 0 }],
    unarchived: 1,
    maker: 'w2',
  };
  const { asked, run } = await startAdmin(() => ({ body: answer }));
  expect(await run('regenerate', 'abc')).toMatchObject({
    code: 0,
    printed: ['w1 removed 500 bytes\nw2 had nothing of it\nthe archive had 1 of its forms\nw2 makes it'],
  });
  expect(asked[0]).toMatchObject({ method: 'POST', path: '/admin/videos/abc/regenerate' });
  answer = { workers: [{ worker: 'w1', result: 'kept', bytes: 0 }], unarchived: null, maker: null };
  expect(await run('regenerate', 'abc')).toMatchObject({
    code: 1,
    printed: ['w1 keeps its copy: it is in use\nit is not made again'],
  });
});

test.each([
  [['videos', 'a', 'b']],
  [['videos', '--limit', '0']],
  [['videos', '--limit', '1001']],
  [['delete', '--yes']],
  [['regenerate']],
])('%j is not understood', async (args) => {
  const { asked, run } = await startAdmin(() => ({ body: {} }));
  expect((await run(...args)).code).toBe(2);
  expect(asked).toEqual([]);
});
