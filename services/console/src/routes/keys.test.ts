import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

test('a key is shown once, is good at once, and is kept nowhere', async () => {
  const { ask, context } = await startConsole();
  const made = await ask('POST', '/admin/keys', { body: { name: 'reader', scopes: ['admin:read'] } });
  expect(made.statusCode).toBe(201);
  expect(made.headers['cache-control']).toBe('no-store');
  const { key, ...shown } = made.json();
  expect(key).toMatch(new RegExp(`^us_${shown.id}_[A-Za-z0-9_-]{43}$`));
  expect(shown).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    name: 'reader',
    scopes: ['admin:read'],
    state: 'good',
    createdAtMs: expect.any(Number),
  });
  expect((await ask('GET', '/admin/session', { key })).json()).toEqual({
    id: shown.id,
    name: 'reader',
    scopes: ['admin:read'],
  });
  const list = await ask('GET', '/admin/keys', { key });
  expect(list.json()).toMatchObject({ most: 1_000, keys: [shown] });
  expect(list.body).not.toContain(key.slice(-43));
  await expect
    .poll(async () => (await ask('GET', '/admin/keys')).json().keys[0].lastUsedMs)
    .toBeGreaterThanOrEqual(shown.createdAtMs);
  const { keys = [] } = await context.store.readAccessKeys();
  expect(JSON.stringify(keys)).not.toContain(key.slice(-43));
});

test('the key of the configuration may do all, and is no key of the store', async () => {
  const { ask } = await startConsole();
  expect((await ask('GET', '/admin/session')).json()).toEqual({
    id: 'admin-1',
    name: 'UNDERSTUDY_ADMIN_KEY',
    scopes: ['admin'],
  });
  expect((await ask('GET', '/admin/keys')).json().keys).toEqual([]);
  expect((await ask('DELETE', '/admin/keys/admin-1')).statusCode).toBe(404);
});

test('whoever may only read changes nothing, whatever the route', async () => {
  const { ask } = await startConsole();
  const body = { name: 'reader', scopes: ['admin:read', 'create'] };
  const { key, id } = (await ask('POST', '/admin/keys', { body })).json();
  for (const [method, url] of [
    ['POST', '/admin/keys'],
    ['POST', `/admin/keys/${id}/rotate`],
    ['DELETE', `/admin/keys/${id}`],
    ['PUT', '/admin/replication'],
    ['POST', '/admin/workers/w1/drain?preview=1'],
    ['POST', '/admin/workers/w1/activate'],
    ['POST', '/admin/workers/w1/kill'],
    ['POST', '/admin/videos/x/evict'],
    ['POST', '/admin/videos/x/regenerate'],
    ['DELETE', '/admin/videos/x'],
    ['POST', '/admin/streams/r1/x/end'],
    ['POST', '/admin/revocations'],
    ['DELETE', '/admin/revocations?kind=token&value=x'],
  ] as const) {
    const refused = await ask(method, url, { key, body });
    expect([refused.statusCode, refused.json().code], url).toEqual([403, 'scope_missing']);
    expect(refused.json().detail).toContain('the scope admin;');
  }
  expect((await ask('GET', '/admin/replication', { key })).statusCode).toBe(200);
  const creator = (await ask('POST', '/admin/keys', { body: { name: 'app', scopes: ['create'] } })).json();
  expect((await ask('GET', '/admin/keys', { key: creator.key })).statusCode).toBe(403);
});

test('a rotated key has another secret, and the one before for the overlap alone', async () => {
  const { ask } = await startConsole();
  const body = { name: 'operator', scopes: ['admin'] };
  const first = (await ask('POST', '/admin/keys', { body })).json();
  const second = (await ask('POST', `/admin/keys/${first.id}/rotate`, { body: { overlapS: 60 } })).json();
  expect(second.overlapUntilMs - second.rotatedAtMs).toBe(60_000);
  for (const { key } of [first, second])
    expect((await ask('GET', '/admin/session', { key })).json().id).toBe(first.id);
  const third = await ask('POST', `/admin/keys/${first.id}/rotate`, {
    key: second.key,
    body: { overlapS: 0 },
  });
  expect(third.json().overlapUntilMs).toBeUndefined();
  const codes = async () => {
    const keys = [first.key, second.key, third.json().key];
    return Promise.all(keys.map(async (key) => (await ask('GET', '/admin/session', { key })).statusCode));
  };
  await expect.poll(codes).toEqual([401, 401, 200]);
  // Without a body it is a day.
  const { rotatedAtMs, overlapUntilMs } = (await ask('POST', `/admin/keys/${first.id}/rotate`)).json();
  expect(overlapUntilMs - rotatedAtMs).toBe(86_400_000);
});

test('a revoked key is refused for good, and revoking again is no error', async () => {
  const { ask } = await startConsole();
  const { id, key } = (await ask('POST', '/admin/keys', { body: { name: 'a', scopes: ['admin'] } })).json();
  expect((await ask('DELETE', `/admin/keys/${id}`, { key })).statusCode).toBe(204);
  await expect.poll(async () => (await ask('GET', '/admin/session', { key })).statusCode).toBe(401);
  expect((await ask('GET', '/admin/session', { key })).json().detail).toBe('This key was revoked.');
  expect((await ask('DELETE', `/admin/keys/${id}`)).statusCode).toBe(204);
  expect((await ask('POST', `/admin/keys/${id}/rotate`)).statusCode).toBe(404);
  expect((await ask('GET', '/admin/keys')).json().keys[0].state).toBe('revoked');
  expect((await ask('DELETE', '/admin/keys/0123456789abcdef')).statusCode).toBe(404);
});

test('a key expires', async () => {
  const { ask } = await startConsole();
  const body = { name: 'brief', scopes: ['admin'], expiresInS: 1 };
  const { key, createdAtMs, expiresAtMs } = (await ask('POST', '/admin/keys', { body })).json();
  expect(expiresAtMs - createdAtMs).toBe(1_000);
  expect((await ask('GET', '/admin/session', { key })).json().expiresAtMs).toBe(expiresAtMs);
  await expect.poll(async () => (await ask('GET', '/admin/session', { key })).statusCode).toBe(401);
  expect((await ask('GET', '/admin/session', { key })).json().detail).toBe('This key has expired.');
});

test('where there are as many keys as there may be, none is made until one has ended', async () => {
  const { ask } = await startConsole({ UNDERSTUDY_KEYS: '1' });
  const body = { name: 'a', scopes: ['create'] };
  const { id } = (await ask('POST', '/admin/keys', { body })).json();
  const refused = await ask('POST', '/admin/keys', { body });
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'too_many_keys']);
  await ask('DELETE', `/admin/keys/${id}`);
  expect((await ask('POST', '/admin/keys', { body })).statusCode).toBe(201);
});

test.each([
  [{}, ['/name', '/scopes']],
  [[], ['', '/name', '/scopes']],
  [{ name: 'a\u0007', scopes: ['create'] }, ['/name']],
  [{ name: 'x'.repeat(101), scopes: ['create'] }, ['/name']],
  [{ name: 'a', scopes: [] }, ['/scopes']],
  [{ name: 'a', scopes: ['create', 'create'] }, ['/scopes']],
  [{ name: 'a', scopes: ['root'] }, ['/scopes']],
  [{ name: 'a', scopes: 'create' }, ['/scopes']],
  [{ name: 'a', scopes: ['create'], expiresInS: 0 }, ['/expiresInS']],
  [{ name: 'a', scopes: ['create'], expiresInS: '60' }, ['/expiresInS']],
  [{ name: 'a', scopes: ['create'], key: 'mine' }, ['/key']],
])('%j is refused by its fields', async (body, paths) => {
  const { ask } = await startConsole();
  const refused = await ask('POST', '/admin/keys', { body });
  expect([refused.statusCode, refused.json().code]).toEqual([400, 'bad_request']);
  expect(
    refused
      .json()
      .errors.map(({ path }: { path: string }) => path)
      .sort(),
  ).toEqual(paths);
});

test('an overlap out of bounds is refused', async () => {
  const { ask } = await startConsole();
  const { id } = (await ask('POST', '/admin/keys', { body: { name: 'a', scopes: ['create'] } })).json();
  for (const overlapS of [-1, 1.5, 2_592_001, '60']) {
    const refused = await ask('POST', `/admin/keys/${id}/rotate`, { body: { overlapS } });
    expect(refused.json().errors[0].path).toBe('/overlapS');
  }
});
