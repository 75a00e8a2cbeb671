import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

const evicted = { worker: 'w1', result: 'evicted', bytes: 500 };
const kept = { worker: 'w2', result: 'kept', bytes: 0 };
const lost = { worker: 'w3', result: 'unreachable', bytes: 0 };

test('says what was removed', async () => {
  const { asked, run } = await startAdmin(() => ({ body: { workers: [evicted, kept] } }));
  expect(await run('evict', 'abc', '--worker', 'w1')).toMatchObject({
    code: 0,
    printed: ['w1 removed 500 bytes'],
  });
  expect(asked[0]).toMatchObject({ method: 'POST', path: '/admin/videos/abc/evict?worker=w1' });
});

test('that there was nothing to remove is no failure, that a worker does not answer is one', async () => {
  let workers: readonly object[] = [kept];
  const { run } = await startAdmin(() => ({ body: { workers } }));
  expect(await run('evict', 'abc')).toMatchObject({ code: 0, printed: ['there was nothing that could go'] });
  workers = [evicted, lost];
  expect(await run('evict', 'abc')).toMatchObject({
    code: 1,
    printed: ['w1 removed 500 bytes\nw3 does not answer'],
  });
});

test.each([[['evict']], [['evict', 'a', 'b']], [['evict', 'a', '--all']]])(
  '%j is not understood',
  async (args) => {
    const { asked, run } = await startAdmin(() => ({ body: {} }));
    expect((await run(...args)).code).toBe(2);
    expect(asked).toEqual([]);
  },
);
