import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const url = '/admin/revocations';

test('what is revoked is stored, obeyed by the routers that there are, and shown until it is taken back', async () => {
  const { get, post, remove, route } = await startConsole();
  await route('r1', (router) => router.post('/revocations/read', () => ({ obeyed: true })));
  await route('r2', (router) => router.post('/revocations/read', () => ({ obeyed: false })));
  await route('gone');
  const answer = await post(url, { kind: 'viewer', value: 'a/b', forS: 60 });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ kind: 'viewer', value: 'a/b', routers: 3, obeying: 1 });
  const leftMs = Date.parse(answer.json().until) - Date.now();
  expect(leftMs).toBeGreaterThan(50_000);
  expect(leftMs).toBeLessThanOrEqual(60_000);
  expect((await get(url)).json()).toEqual({
    most: 10_000,
    revocations: [{ kind: 'viewer', value: 'a/b', until: answer.json().until }],
  });

  const query = `?kind=viewer&value=${encodeURIComponent('a/b')}`;
  expect((await remove(`${url}${query}`)).statusCode).toBe(204);
  expect((await remove(`${url}${query}`)).statusCode).toBe(404);
  expect((await get(url)).json().revocations).toEqual([]);
});

test('all that was issued before a time, which is not to come', async () => {
  const { post } = await startConsole();
  const nowS = Math.floor(Date.now() / 1_000);
  expect((await post(url, { kind: 'before', value: String(nowS) })).statusCode).toBe(200);
  const early = await post(url, { kind: 'before', value: String(nowS + 60) });
  expect([early.statusCode, early.json().errors]).toEqual([
    400,
    [{ path: '/value', message: 'must not be a time to come' }],
  ]);
});

test('past the limit nothing more is revoked', async () => {
  const { post } = await startConsole({ UNDERSTUDY_REVOCATIONS: '1' });
  expect((await post(url, { kind: 'token', value: 'a' })).statusCode).toBe(200);
  const refused = await post(url, { kind: 'token', value: 'b' });
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'too_many_revocations']);
});

test('what is wrong is refused with the field', async () => {
  const { post } = await startConsole();
  for (const [body, path, message] of [
    [{}, '/kind', 'must be one of token, viewer, before'],
    [{ kind: 'token' }, '/value', 'must be 1 to 128 printable ASCII characters without spaces'],
    [
      { kind: 'viewer', value: 'a b' },
      '/value',
      'must be 1 to 128 printable ASCII characters without spaces',
    ],
    [{ kind: 'before', value: 'today' }, '/value', 'must be seconds since 1970, in decimal digits'],
    [{ kind: 'token', value: 'a', forS: 0 }, '/forS', 'must be a whole number of seconds from 1 to 31622400'],
    [{ kind: 'token', value: 'a', why: 1 }, '/why', 'is not a known field; known are kind, value, forS'],
  ] as const) {
    const answer = await post(url, body);
    expect([answer.statusCode, answer.json().errors]).toEqual([400, [{ path, message }]]);
  }
});
