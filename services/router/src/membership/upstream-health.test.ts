import { afterEach, expect, test, vi } from 'vitest';
import { UpstreamHealth } from './upstream-health.js';

const worker = { id: 'w1', url: 'http://a' };
afterEach(() => vi.useRealTimers());

function createHealth(answers: boolean[]) {
  vi.useFakeTimers();
  const changes: boolean[] = [];
  const probe = vi.fn(async () => answers.shift() ?? true);
  const health = new UpstreamHealth({
    probe: { isAlive: probe, retain: () => {} },
    intervalMs: 100,
    onChange: (_worker, alive) => changes.push(alive),
  });
  return { health, probe, changes };
}

test('a worker never heard of is alive, and not probed', async () => {
  const { health, probe } = createHealth([]);
  expect(health.isAlive(worker)).toBe(true);
  health.report(worker, true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(probe).not.toHaveBeenCalled();
});

test('a failing worker is probed until it answers', async () => {
  const { health, probe, changes } = createHealth([false, false, true]);
  health.report(worker, false);
  health.report(worker, false);
  expect(health.isAlive(worker)).toBe(false);
  // The same worker elsewhere is another process.
  expect(health.isAlive({ ...worker, url: 'http://b' })).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(health.isAlive(worker)).toBe(true);
  expect(probe).toHaveBeenCalledTimes(3);
  expect(changes).toEqual([false, true]);
});

test('those who ask at once share a probe', async () => {
  const { health, probe } = createHealth([false]);
  expect(await Promise.all([health.check(worker), health.check(worker)])).toEqual([false, false]);
  expect(probe).toHaveBeenCalledTimes(1);
  health.close();
});

test('a worker that is late with its probe but feeds a player is busy, not dead', async () => {
  const { health, changes } = createHealth([false, false]);
  const checking = health.check(worker);
  health.heard(worker, performance.now() + 1);
  expect(await checking).toBe(true);
  await vi.advanceTimersByTimeAsync(10);
  expect(await health.check(worker)).toBe(false);
  expect(changes).toEqual([false]);
  health.close();
});

test('a worker that is no member any more is forgotten', async () => {
  const { health, probe } = createHealth([]);
  health.report(worker, false);
  health.retain([]);
  // A request that was sent before may still fail.
  health.report(worker, false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(probe).not.toHaveBeenCalled();
  expect(health.isAlive(worker)).toBe(true);
});
