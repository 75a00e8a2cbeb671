import { expect, test } from 'vitest';
import { startAdmin as start } from '../testing/admin.js';

const key = {
  id: '0123456789abcdef',
  name: 'app',
  scopes: ['create', 'read'],
  state: 'good',
  createdAtMs: 0,
};

async function startAdmin(answer: { status?: number; body: unknown }) {
  const { run, ...admin } = await start(() => answer);
  return { ...admin, run: (...args: string[]) => run('keys', ...args) };
}

test('good keys are listed, with --all the others too', async () => {
  const revoked = { ...key, id: 'fedcba9876543210', state: 'revoked', lastUsedMs: 86_400_000 };
  const { asked, run } = await startAdmin({ body: { most: 10, keys: [key, revoked] } });
  const { code, printed } = await run('list');
  expect(code).toBe(0);
  expect(printed.join('\n').split('\n')).toEqual([
    expect.stringMatching(/^ID +name +may +state +created +expires +last used$/),
    '0123456789abcdef  app   create,read  good   1970-01-01T00:00:00Z  never    -',
  ]);
  expect((await run('list', '--all')).printed.join()).toMatch(/fedcba9876543210 .* revoked .* 1970-01-02T/);
  expect(JSON.parse((await run('list', '--json')).printed[0] ?? '')).toEqual({
    most: 10,
    keys: [key, revoked],
  });
  expect(asked[0]).toEqual({ method: 'GET', path: '/admin/keys', key: 'Bearer the-key', body: undefined });
});

test('a created key alone is printed; what it may is told beside it', async () => {
  const { asked, run } = await startAdmin({
    status: 201,
    body: { ...key, expiresAtMs: 1_000, key: 'us_the_key' },
  });
  const { code, printed, warned } = await run('create', 'app', '--scopes', 'create,read', '--expires', '90d');
  expect([code, printed]).toEqual([0, ['us_the_key']]);
  expect(warned).toEqual([
    'key 0123456789abcdef (app) may create, read; until 1970-01-01T00:00:01Z; it is shown this once:',
  ]);
  expect(asked[0]).toMatchObject({
    method: 'POST',
    path: '/admin/keys',
    body: { name: 'app', scopes: ['create', 'read'], expiresInS: 7_776_000 },
  });
});

test('a key is rotated, with an overlap that may be none', async () => {
  const { asked, run } = await startAdmin({ body: { ...key, overlapUntilMs: 1_000, key: 'us_the_next' } });
  const { printed, warned } = await run('rotate', key.id, '--overlap', '0s');
  expect(printed).toEqual(['us_the_next']);
  expect(warned.join()).toContain('its secret from before is good until 1970-01-01T00:00:01Z');
  await run('rotate', key.id);
  expect(asked).toMatchObject([
    { method: 'POST', path: `/admin/keys/${key.id}/rotate`, body: { overlapS: 0 } },
    { body: {} },
  ]);
});

test('the console says why not', async () => {
  const { run } = await startAdmin({
    status: 403,
    body: { code: 'scope_missing', title: 'The key may not do this.', detail: 'It needs admin.' },
  });
  const { code, warned } = await run('revoke', key.id);
  expect([code, warned]).toEqual([1, ['The key may not do this. It needs admin.']]);
});

test.each([
  [[], /say what: list, create, rotate or revoke/],
  [['steal'], /not steal/],
  [['toString'], /not toString/],
  [['list', 'all'], /takes no all/],
  [['list', '--scopes', 'create'], /list takes no --scopes/],
  [['create', 'app'], /--scopes/],
  [['create', '--scopes', 'create'], /create one name/],
  [['create', 'my', 'app', '--scopes', 'create'], /create one name/],
  [['create', 'app', '--scopes', 'create', '--expires', 'soon'], /as in 30d, not soon/],
  [['rotate'], /rotate one ID/],
  [['revoke', 'a', 'b'], /revoke one ID/],
  [['revoke', 'a', '--overlap', '1d'], /revoke takes no --overlap/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await startAdmin({ body: {} });
  const { code, warned } = await run(...args);
  expect(code).toBe(2);
  expect(warned.join()).toMatch(why);
  expect(warned.join()).toContain('usage: understudy keys');
  expect(asked).toEqual([]);
});
