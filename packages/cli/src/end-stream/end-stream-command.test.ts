import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

const open = { total: 2, unreachable: [], streams: [{ router: 'r1', requestId: 'request-1' }] };

test('its router is looked for, or named', async () => {
  const { asked, run } = await startAdmin((method) => ({ body: method === 'GET' ? open : { ended: 1 } }));
  expect(await run('end-stream', 'request-1')).toMatchObject({ code: 0, printed: ['r1 has cut request-1'] });
  expect(await run('end-stream', 'request-9', '--router', 'r2', '--json')).toMatchObject({
    code: 0,
    printed: ['{"ended":1}'],
  });
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /admin/streams',
    'POST /admin/streams/r1/request-1/end',
    'POST /admin/streams/r2/request-9/end',
  ]);
});

test('what is not open is told, and nothing is cut', async () => {
  const { asked, run } = await startAdmin(() => ({ body: open }));
  const { code, warned } = await run('end-stream', 'request-9');
  expect(code).toBe(1);
  expect(warned.join()).toContain('no response of request request-9 is among the first 1 of 2 open ones');
  expect(asked).toHaveLength(1);
});

test.each([[['end-stream']], [['end-stream', 'a', 'b']], [['end-stream', 'a', '--all']]])(
  '%j is not understood',
  async (args) => {
    const { asked, run } = await startAdmin(() => ({ body: {} }));
    expect((await run(...args)).code).toBe(2);
    expect(asked).toEqual([]);
  },
);
