import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

const stored = { kind: 'token', value: 'a', until: '2026-12-29T00:00:00.000Z', routers: 2, obeying: 2 };

test('a token is revoked, for a time', async () => {
  const { asked, run } = await startAdmin(() => ({ body: stored }));
  expect(await run('revoke', '--token', 'a', '--for', '2d')).toMatchObject({
    code: 0,
    printed: ['token a is revoked until 2026-12-29T00:00:00.000Z; 2 of 2 routers obey already'],
  });
  expect(asked).toMatchObject([
    { method: 'POST', path: '/admin/revocations', body: { kind: 'token', value: 'a', forS: 172_800 } },
  ]);
});

test('all that was issued before a time, or until now', async () => {
  const { asked, run } = await startAdmin(() => ({ body: { ...stored, kind: 'before' } }));
  await run('revoke', '--before', '2026-11-29T17:00:00+01:00');
  const fromS = Math.floor(Date.now() / 1_000) + 1;
  await run('revoke', '--before', 'now');
  const values = asked.map(({ body }) => Number((body as { value: string }).value));
  expect(values[0]).toBe(Date.parse('2026-11-29T16:00:00Z') / 1_000);
  expect(values[1]).toBeGreaterThanOrEqual(fromS);
});

test('the list, and what is taken back', async () => {
  const { asked, run } = await startAdmin((method) =>
    method === 'GET' ? { body: { most: 9, revocations: [stored] } } : { status: 200, body: {} },
  );
  expect((await run('revoke', '--list')).printed).toEqual(['token a, until 2026-12-29T00:00:00.000Z']);
  expect((await run('revoke', '--viewer', 'a b', '--undo')).printed).toEqual([
    'viewer a b is not revoked any more',
  ]);
  expect(asked[1]).toMatchObject({ method: 'DELETE', path: '/admin/revocations?kind=viewer&value=a+b' });
});

test.each([
  [[], /give one of/],
  [['--token', 'a', '--viewer', 'b'], /give one of/],
  [['--list', '--viewer', 'b'], /give one of/],
  [['--before', 'yesterday'], /not yesterday/],
  [['--before', '2026-11-29T17:00:00'], /--before takes/],
  [['--token', 'a', '--for', 'ever'], /not ever/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await startAdmin(() => ({ body: {} }));
  const { code, warned } = await run('revoke', ...args);
  expect([code, asked]).toEqual([2, []]);
  expect(warned.join()).toMatch(why);
});
