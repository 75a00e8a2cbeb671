import { expect, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { startAdmin } from '../testing/admin.js';
import { temporaryDataDir } from '../testing/data-dir.js';
import { testTerminal } from '../testing/terminal.js';

const before = { beganAtMs: 1, endedAtMs: 2, pieces: 9, bytes: 900, findings: 0, failed: 0 };
const begun = { beganAtMs: 10, pieces: 0, bytes: 0, findings: 0, failed: 0 };
const ended = { ...begun, endedAtMs: 20, pieces: 3, bytes: 400 };

/** A console of w1 and w2, whose pass from before is seen once more, then the one that was begun, then its end. */
async function start({ second = ended, gone = false, workers = ['w1', 'w2'] } = {}) {
  let looks = 0;
  return startAdmin((method, path) => {
    if (method === 'POST') {
      const id = path.split('/')[3];
      if (id === 'w3')
        return { status: 502, body: { code: 'peer_unreachable', title: 'A peer does not answer.' } };
      return { body: { id, scrub: { pass: begun } } };
    }
    looks += 1;
    const passOf = (end: object) => (looks <= 2 ? before : looks === 3 ? begun : end);
    const shown = workers.map((id) => ({ id, scrub: { pass: passOf(id === 'w2' ? second : ended) } }));
    return { body: { workers: gone && looks > 2 ? [] : shown } };
  });
}

const paths = (asked: readonly { method: string; path: string }[]) =>
  asked.filter(({ method }) => method === 'POST').map(({ path }) => path);

test('every member is told to, or those that are named', async () => {
  const { asked, run } = await start();
  expect(await run('scrub')).toMatchObject({
    code: 0,
    printed: ['w1 reads all that it has', 'w2 reads all that it has'],
  });
  expect(paths(asked)).toEqual(['/admin/workers/w1/scrub', '/admin/workers/w2/scrub']);
  expect(await run('scrub', 'w2', '--json')).toMatchObject({
    code: 0,
    printed: [JSON.stringify({ id: 'w2', scrub: { pass: begun } })],
  });
  expect(paths(asked).at(-1)).toBe('/admin/workers/w2/scrub');
});

test('--wait tells what came of the pass that was begun, not of one before', async () => {
  const { run } = await start();
  expect(await run('scrub', '--wait', 'w1')).toMatchObject({
    code: 0,
    printed: ['w1 reads all that it has', 'w1: 3 files of 400 bytes in all were read, none is damaged'],
  });
});

test('damage that is left is a failure', async () => {
  const { run } = await start({ second: { ...ended, findings: 2, failed: 1 } });
  const { code, printed } = await run('scrub', '--wait', 'w2');
  expect(code).toBe(1);
  expect(printed.at(-1)).toMatch(/2 were damaged, 1 of them could not be replaced/);
});

test('where nobody reads it has failed', async () => {
  const none = await start({ workers: [] });
  expect(await none.run('scrub', '--wait')).toMatchObject({
    code: 1,
    warned: ['there is no worker that could read anything'],
  });
  const silent = await start({ workers: ['w3', 'w1'] });
  expect(await silent.run('scrub')).toMatchObject({ code: 1, printed: ['w1 reads all that it has'] });
  const gone = await start({ gone: true });
  expect(await gone.run('scrub', '--wait', 'w1')).toMatchObject({
    code: 1,
    warned: ['w1 has gone before it had read all'],
  });
});

test('a worker that is no member is told from those that are, and nobody reads', async () => {
  const { asked, run } = await start();
  expect(await run('scrub', 'w1', 'w9')).toMatchObject({
    code: 1,
    warned: ['there is no worker w9; there are w1, w2'],
  });
  expect(paths(asked)).toEqual([]);
});

test('it asks the console at UNDERSTUDY_ADMIN_URL, without a directory of a cluster', async () => {
  const { asked, url } = await start();
  const { terminal } = testTerminal();
  const env = {
    UNDERSTUDY_DATA: await temporaryDataDir(),
    UNDERSTUDY_ADMIN_URL: url,
    UNDERSTUDY_ADMIN_KEY: 'a-key-of-some-length',
  };
  expect(await dispatch(['scrub', 'w1'], env, terminal)).toBe(0);
  expect(paths(asked)).toEqual(['/admin/workers/w1/scrub']);
});

test('--help tells how it is used; what it does not take is refused', async () => {
  const { run } = await start();
  expect((await run('scrub', '--help')).printed.join()).toContain('usage: understudy scrub');
  expect(await run('scrub', '--fast')).toMatchObject({
    code: 2,
    warned: [expect.stringContaining('usage:')],
  });
});
