import { spawnSync } from 'node:child_process';
import { UnderstudyError } from '@understudy/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { acquireGenerationLease, type LeaseOptions } from './generation-lease.js';
import { keepLease } from './keep-lease.js';
import { momentNow } from './moment.js';

const ttlMs = 10_000;
const lost = expect.objectContaining({ code: 'lease_lost' });
const away = new UnderstudyError('metadata_unavailable', 'away');

const renewLease = vi.fn<LeaseOptions['store']['renewLease']>();
const releaseLease = vi.fn(async () => true);

function keep(goOnWithoutStore = false, askedAt = momentNow()) {
  const store = { renewLease, releaseLease } as unknown as LeaseOptions['store'];
  return keepLease({ store, owner: 'a', ttlMs, goOnWithoutStore }, 'generate:x', 7, askedAt);
}

let steadyMs: number;
/** As a process finds it that was stopped: time has gone by, and no timer has run yet. */
const wakeAfter = (ms: number) => {
  steadyMs += ms;
  vi.setSystemTime(Date.now() + ms);
};

beforeEach(() => {
  vi.useFakeTimers();
  steadyMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => steadyMs);
  renewLease.mockReset().mockResolvedValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('a young lease is good without asking', async () => {
  const lease = keep();
  wakeAfter(ttlMs - 1);
  await lease.confirm();
  expect(renewLease).not.toHaveBeenCalled();
});

test('where the store has seen a newer token it is lost at once; one that was released is not', async () => {
  const lease = keep();
  lease.noteStale();
  await expect(lease.confirm()).rejects.toEqual(lost);
  expect(lease.signal.reason).toEqual(lost);
  const released = keep();
  await released.release();
  released.noteStale();
  expect(released.signal.aborted).toBe(false);
});

test('it counts from when it was asked for, not from when the answer came', async () => {
  const askedAt = momentNow();
  wakeAfter(ttlMs);
  await keep(false, askedAt).confirm();
  expect(renewLease).toHaveBeenCalledOnce();
});

test('so does the time that the store took to grant it', async () => {
  const acquireLease = async () => {
    wakeAfter(ttlMs);
    return { acquired: true, token: 7 };
  };
  const store = { acquireLease, renewLease, releaseLease } as unknown as LeaseOptions['store'];
  const asked = await acquireGenerationLease({ store, owner: 'a', ttlMs, goOnWithoutStore: false }, 'x');
  if (asked.outcome !== 'held') throw new Error(asked.outcome);
  await asked.lease.confirm();
  expect(renewLease).toHaveBeenCalledOnce();
});

test('after a pause the store is asked, and what it says is what counts', async () => {
  const lease = keep();
  wakeAfter(ttlMs);
  await lease.confirm();
  expect(renewLease).toHaveBeenCalledExactlyOnceWith('generate:x', 'a', 7, ttlMs);
  await lease.confirm();
  expect(renewLease).toHaveBeenCalledOnce();

  renewLease.mockResolvedValue(false);
  wakeAfter(ttlMs);
  await expect(lease.confirm()).rejects.toEqual(lost);
  expect(lease.signal.reason).toEqual(lost);
});

test.each([
  ['the wall clock alone went on, as in a suspended machine', 0, ttlMs],
  ['the wall clock was set back', ttlMs, -3_600_000],
])('it is old when %s', async (_what, steady, wall) => {
  const lease = keep();
  steadyMs += steady;
  vi.setSystemTime(Date.now() + wall);
  await lease.confirm();
  expect(renewLease).toHaveBeenCalledOnce();
});

test.each([
  ['with the store away an old lease is lost', false],
  ['unless generating may go on without it', true],
])('%s', async (_what, goOnWithoutStore) => {
  const lease = keep(goOnWithoutStore);
  renewLease.mockRejectedValue(away);
  wakeAfter(ttlMs - 1);
  await lease.confirm();
  wakeAfter(1);
  if (goOnWithoutStore) await lease.confirm();
  else await expect(lease.confirm()).rejects.toEqual(lost);
  expect(lease.signal.aborted).toBe(!goOnWithoutStore);
});

test('an answer that was under way while the process stood still proves nothing', async () => {
  const lease = keep();
  renewLease.mockImplementation(async () => {
    wakeAfter(ttlMs);
    return true;
  });
  wakeAfter(ttlMs);
  await expect(lease.confirm()).rejects.toEqual(lost);
  expect(renewLease).toHaveBeenCalledTimes(3);
});

test('it is renewed at half of its time, and aborts when another has it', async () => {
  const lease = keep();
  await vi.advanceTimersByTimeAsync(ttlMs * 3);
  expect(renewLease).toHaveBeenCalledTimes(6);
  renewLease.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(ttlMs / 2);
  expect(lease.signal.reason).toEqual(lost);
  expect(vi.getTimerCount()).toBe(0);
});

test('a released one is good for nothing', async () => {
  const lease = keep();
  await lease.release();
  await expect(lease.confirm()).rejects.toEqual(lost);
  expect(vi.getTimerCount()).toBe(0);
});

test('the clock goes on while a process is stopped', () => {
  // The shell stops the process and wakes it 300 ms later.
  const script = `
    const before = performance.now();
    require('node:child_process').spawn('sh', ['-c', 'kill -STOP ' + process.pid + '; sleep 0.3; kill -CONT ' + process.pid]);
    const timer = setInterval(() => {
      const now = performance.now();
      if (now - last < 250 && now - before < 5_000) { last = now; return; }
      clearInterval(timer);
      process.stdout.write(String(Math.round(now - last)));
    }, 5);
    let last = before;`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(Number(stdout)).toBeGreaterThanOrEqual(250);
  expect(Number(stdout)).toBeLessThan(5_000);
});
