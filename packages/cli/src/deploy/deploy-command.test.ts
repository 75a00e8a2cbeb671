import { expect, test } from 'vitest';
import { startAdmin } from '../testing/admin.js';

interface Faults {
  /** The worker never ends. */
  readonly stays?: boolean;
  /** The worker's copies are never in place. */
  readonly unsettled?: boolean;
  /** The worker does not come back. */
  readonly lost?: boolean;
  /** Its process has the number of the one before, as in containers. */
  readonly samePid?: boolean;
}

/** Two workers that go when they are drained, and are back at the next look but one. */
async function start({ stays = false, unsettled = false, lost = false, samePid = false }: Faults = {}) {
  const goneForLooks = new Map<string, number>();
  const pids = new Map([
    ['w1', 11],
    ['w2', 12],
  ]);
  const admin = await startAdmin((method, path) => {
    const [, id] = /workers\/(\w+)\/drain/.exec(path) ?? [];
    if (method === 'POST' && id !== undefined) {
      if (!stays) goneForLooks.set(id, lost ? 1_000_000 : 2);
      return { body: { id, state: 'draining' } };
    }
    const workers = [...pids].flatMap(([id, pid]) => {
      const looks = goneForLooks.get(id);
      if (looks === undefined) return [worker(id, pid)];
      if (looks > 0) {
        goneForLooks.set(id, looks - 1);
        return [];
      }
      return [worker(id, samePid ? pid : pid + 100)];
    });
    return { body: { epoch: 7, workers } };
  });
  const worker = (id: string, pid: number) => ({
    id,
    pid,
    state: 'active',
    // Of videos that are being made.
    pendingMoves: 5,
    settledEpoch: unsettled ? 6 : 7,
  });
  return { ...admin, deploy: (...args: string[]) => admin.run('deploy', '--timeout', '1s', ...args) };
}

test('the workers are taken one by one: drained, started again, caught up', async () => {
  const { asked, deploy } = await start();
  const { code, printed, warned } = await deploy('--exec', 'test -n "$UNDERSTUDY_WORKER_ID"');
  expect([code, warned]).toEqual([0, []]);
  const steps = ['drains', 'is started again', 'is back', 'done'];
  expect(printed).toEqual(['w1', 'w2'].flatMap((id) => steps.map((step) => `${id}: ${step}`)));
  expect(asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
    '/admin/workers/w1/drain?force=1',
    '/admin/workers/w2/drain?force=1',
  ]);
});

test('a worker is back also under the process number that it had', async () => {
  const { deploy } = await start({ samePid: true });
  expect((await deploy('w1', '--exec', 'true')).code).toBe(0);
});

test('only those that are named are taken', async () => {
  const { deploy } = await start();
  const { code, printed } = await deploy('w2', '--exec', 'true', '--json');
  expect(code).toBe(0);
  expect(printed[0]).toBe('{"id":"w2","step":"drains"}');
  expect(printed.join()).not.toContain('w1');
});

test('with --json the command has standard error for what it prints', async () => {
  const { deploy } = await start();
  // Standard error of this process is not its standard output.
  const sameAsOutput = 'test /proc/self/fd/1 -ef /proc/self/fd/2';
  const { code, printed } = await deploy('w2', '--json', '--exec', sameAsOutput);
  expect([code, printed.length]).toEqual([0, 4]);
});

test.each([
  [{ stays: true }, 'true', /w1: has not ended within 1 s/],
  [{}, 'exit 3', /w1: the command ended with 3/],
  [{}, 'exec sleep 30', /w1: the command did not end within 1 s/],
  [{ lost: true }, 'true', /w1: is not back after 1 s/],
  [{ unsettled: true }, 'true', /w1: copies are still to be made after 1 s/],
])('%j, %s: it stops and says why', async (faults, command, why) => {
  const { asked, deploy } = await start(faults);
  const { code, warned } = await deploy('--exec', command);
  expect(code).toBe(1);
  expect(warned.join()).toMatch(why);
  expect(asked.some(({ path }) => path.includes('w2'))).toBe(false);
});

test.each([
  [[], /either --exec names the command/],
  [['--exec', ' '], /either --exec names the command/],
  [['--exec', 'true', '--compose'], /or --compose takes the containers/],
  [['--exec', 'true', '--timeout', 'long'], /as in 5m, not long/],
  [['--exec', 'true', '--all'], /--all/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await start();
  const { code, warned } = await run('deploy', ...args);
  expect(code).toBe(2);
  expect(warned.join()).toMatch(why);
  expect(asked).toEqual([]);
});

test('a worker that is not there is told before anything is done', async () => {
  const { asked, deploy } = await start();
  const { code, warned } = await deploy('w1', 'w9', '--exec', 'true');
  expect([code, warned]).toEqual([1, ['deploy: there is no worker w9; there are w1, w2']]);
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
});
