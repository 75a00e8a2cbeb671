import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

const preview = {
  to: [{ worker: 'w1', streams: 2, copies: 3, bytes: 4096 }],
  stuck: 1,
  videos: [],
  unnamed: 0,
};

/** A console whose worker w2 has gone after so many looks. */
async function start({ goneAfter = 4, undoneAfter = 1_000 } = {}) {
  let looks = 0;
  return startAdmin((method, path) => {
    if (path === '/admin/cluster') {
      looks += 1;
      const w2 = {
        id: 'w2',
        pid: 7,
        state: looks <= 2 || looks > undoneAfter ? 'active' : 'draining',
        streams: 1,
        pendingMoves: 2,
      };
      return { body: { workers: looks > goneAfter ? [{ id: 'w1', pid: 6 }] : [{ id: 'w1', pid: 6 }, w2] } };
    }
    if (method === 'GET') return { body: preview };
    return { body: { id: 'w2', state: 'draining' } };
  });
}

test('a preview changes nothing', async () => {
  const { asked, run } = await start();
  expect(await run('drain', 'w2', '--preview')).toMatchObject({
    code: 0,
    printed: ['to w1: 2 open responses, 3 copies of 4096 bytes\n1 open responses have nowhere to go'],
  });
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /admin/workers/w2/drain']);
});

test('that the last one is refused is told before, and with the option of the command', async () => {
  const { run } = await startAdmin((method, path) => {
    if (path === '/admin/cluster') return { body: { workers: [{ id: 'w3', pid: 7 }] } };
    if (method === 'GET') return { body: { to: [], stuck: 0, videos: [], unnamed: 0, last: true } };
    return {
      status: 409,
      body: { code: 'last_worker', title: 'It is the last.', detail: 'With ?force=1 …' },
    };
  });
  const why = 'w3 is the last active worker of its generator; with --force it is drained all the same';
  expect(await run('drain', 'w3', '--preview')).toMatchObject({
    code: 0,
    printed: [`w3 has nothing that would move\n${why}`],
  });
  expect(await run('drain', 'w3')).toMatchObject({ code: 1, warned: [why] });
});

test('with --wait it tells how far it is, until the worker has gone', async () => {
  const { asked, run } = await start();
  expect(await run('drain', 'w2', '--wait', '--force')).toMatchObject({
    code: 0,
    printed: ['w2 drains', 'w2: 1 open responses, 2 copies to look at', 'w2 has gone'],
  });
  expect(asked[1]).toMatchObject({ method: 'POST', path: '/admin/workers/w2/drain?force=1' });
});

test('a worker that does not go in time is told, with exit code 1', async () => {
  const { run } = await start({ goneAfter: 1_000 });
  expect(await run('drain', 'w2', '--wait', '--timeout', '1s')).toMatchObject({
    code: 1,
    warned: ['w2 has not ended within 1 s; it goes on draining'],
  });
});

test('somebody else may undo it meanwhile', async () => {
  const { run } = await start({ goneAfter: 1_000, undoneAfter: 3 });
  expect((await run('drain', 'w2', '--wait')).warned.join()).toContain('somebody has undone it');
});

test('a worker that is not there is told from those that are', async () => {
  const { run } = await start();
  expect(await run('drain', 'w9')).toMatchObject({
    code: 1,
    warned: ['there is no worker w9; there are w1, w2'],
  });
});

test.each([
  [['drain'], /name one worker/],
  [['drain', 'w1', 'w2'], /name one worker/],
  [['drain', 'w1', '--timeout', 'soon'], /as in 5m, not soon/],
  [['drain', 'w1', '--timeout', '5s'], /--timeout is for --wait/],
  [['drain', 'w1', '--now'], /--now/],
  [['activate'], /name one worker/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await start();
  const { code, warned } = await run(...args);
  expect(code).toBe(2);
  expect(warned.join()).toMatch(why);
  expect(asked).toEqual([]);
});

test('activate undoes it', async () => {
  const { asked, run } = await start();
  expect(await run('activate', 'w2')).toMatchObject({ code: 0, printed: ['w2 is active'] });
  expect(asked).toMatchObject([{ method: 'POST', path: '/admin/workers/w2/activate' }]);
  expect((await run('activate', 'w2', '--json')).printed).toEqual(['{"id":"w2","state":"draining"}']);
});
