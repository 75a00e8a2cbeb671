import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const url = '/admin/replication';

test('nothing is set at first; what is set is shown, also to workers', async () => {
  const { get, put, store } = await startConsole();
  expect((await get(url)).json()).toEqual({ policy: null, by: null });
  const answer = await put(url, { policy: 'hot', by: 'generate' });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ policy: 'hot', by: 'generate' });
  expect(await store.readReplication()).toEqual({ choice: { policy: 'hot', by: 'generate' } });
});

test('a policy for a time says how long, and what comes afterwards', async () => {
  const { get, put } = await startConsole();
  await put(url, { policy: 'never' });
  await put(url, { policy: 'always', forS: 1800 });
  const { leftS, ...others } = (await get(url)).json();
  expect(others).toEqual({ policy: 'always', by: 'copy', afterwards: { policy: 'never', by: 'copy' } });
  expect(leftS).toBeGreaterThan(1700);
  expect(leftS).toBeLessThanOrEqual(1800);
});

test.each([
  [{}, '/policy', 'must be one of always, hot, deploy, never'],
  [{ policy: 'sometimes' }, '/policy', 'must be one of always, hot, deploy, never'],
  [{ policy: 'always', by: 'post' }, '/by', 'must be one of copy, generate'],
  [{ policy: 'always', forS: 0 }, '/forS', 'must be a whole number of seconds from 1 to 604800'],
  [{ policy: 'always', forS: '30m' }, '/forS', 'must be a whole number of seconds from 1 to 604800'],
  [{ policy: 'always', until: 3 }, '/until', 'is not a known field; known are policy, by, forS'],
  [null, '/policy', 'must be one of always, hot, deploy, never'],
])('%j is refused with the field', async (body, path, message) => {
  const { put, store } = await startConsole();
  const answer = await put(url, body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: 'bad_request', errors: [{ path, message }] });
  expect(await store.readReplication()).toEqual({ choice: undefined });
});
