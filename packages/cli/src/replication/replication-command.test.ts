import { expect, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { startAdmin as start } from '../testing/admin.js';
import { testTerminal } from '../testing/terminal.js';

async function startAdmin(answer: { status?: number; body: unknown }) {
  const { run, ...admin } = await start(() => answer);
  return { ...admin, run: (...args: string[]) => run('replication', ...args) };
}

test('without a policy it tells what is set', async () => {
  const { asked, run } = await startAdmin({ body: { policy: null, by: null } });
  expect(await run()).toMatchObject({
    code: 0,
    printed: ["nothing is set: each worker's UNDERSTUDY_REPLICATION holds"],
  });
  expect(asked).toEqual([
    { method: 'GET', path: '/admin/replication', key: 'Bearer the-key', body: undefined },
  ]);
});

test('a policy is set, for a time, by other means', async () => {
  const body = { policy: 'always', by: 'generate', leftS: 1800, afterwards: { policy: 'never', by: 'copy' } };
  const { asked, run } = await startAdmin({ body });
  expect(await run('always', '--by', 'generate', '--for', '30m')).toMatchObject({
    code: 0,
    printed: ['replication: always, by generating, for another 30m; then never'],
  });
  expect(asked[0]).toMatchObject({ method: 'PUT', body: { policy: 'always', by: 'generate', forS: 1800 } });
});

test('--json gives the answer as it is', async () => {
  const { run } = await startAdmin({ body: { policy: 'hot', by: 'copy' } });
  expect((await run('--json')).printed).toEqual(['{"policy":"hot","by":"copy"}']);
});

test.each([
  [['always', 'never'], /one policy at a time/],
  [['--for', '30m'], /need a policy/],
  [['always', '--for', 'soon'], /as in 30m, not soon/],
  [['always', '--fast'], /--fast/],
  [['bogus'], /no policy bogus; there are always, hot, deploy, never/],
  [['hot', '--by', 'bogus'], /--by takes copy or generate, not bogus/],
  [['hot', '--for', '0s'], /--for takes from 1s to 7d, not 0s/],
  [['hot', '--for', '8d'], /--for takes from 1s to 7d, not 8d/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await startAdmin({ body: {} });
  const { code, warned } = await run(...args);
  expect(code).toBe(2);
  expect(warned.join()).toMatch(why);
  expect(warned.join()).toContain('usage: understudy replication');
  expect(asked).toEqual([]);
});

test("the console's refusal is told with its fields", async () => {
  const { run } = await startAdmin({
    status: 400,
    body: {
      code: 'bad_request',
      title: 'No.',
      errors: [{ path: '/policy', message: 'must be one of a, b' }],
    },
  });
  expect(await run('hot')).toMatchObject({ code: 1, warned: ['No. policy must be one of a, b'] });
});

test('another console is named by its URL, which needs a key', async () => {
  const { asked, url } = await startAdmin({ body: { policy: 'hot', by: 'copy' } });
  const { terminal, told } = testTerminal();
  const env = { UNDERSTUDY_ADMIN_URL: url };
  expect(await dispatch(['replication'], env, terminal)).toBe(1);
  expect(told.warned.join()).toContain('UNDERSTUDY_ADMIN_KEY');
  expect(await dispatch(['replication'], { ...env, UNDERSTUDY_ADMIN_KEY: 'other' }, terminal)).toBe(0);
  expect(asked.map(({ key }) => key)).toEqual(['Bearer other']);
});
