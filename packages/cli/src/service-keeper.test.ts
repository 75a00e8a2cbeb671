import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ClusterEvent } from './cluster.js';
import { eventLine } from './messages.js';
import type { ServiceExit, ServiceProcess } from './process/service-process.js';
import { portOf, restartPauseMs, ServiceKeeper } from './service-keeper.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A keeper whose services start, or do not, as `fails` says; `die` ends the one that was started last. */
function keeperOf(fails: () => boolean) {
  const events: ClusterEvent[] = [];
  let starts = 0;
  const ports: (string | undefined)[] = [];
  let die = () => {};
  const keeper = new ServiceKeeper({
    restart: true,
    onChange: async () => undefined,
    onEvent: (event) => events.push(event),
    async start(service, name, env) {
      starts += 1;
      ports.push(env['UNDERSTUDY_PORT']);
      if (fails()) throw new Error('its disk is not there');
      let end = (_exit: ServiceExit) => {};
      const exited = new Promise<ServiceExit>((resolve) => {
        end = resolve;
      });
      const process: ServiceProcess = {
        service,
        name,
        url: `http://127.0.0.1:${40_000 + starts}`,
        adminUrl: undefined,
        healthUrl: undefined,
        pid: starts,
        logFile: 'w1.log',
        kill: () => undefined,
        exited,
      };
      die = () => {
        end({ code: 1, signal: null });
        keeper.onDeath(process);
      };
      return process;
    },
  });
  onTestFinished(() => keeper.close());
  return { keeper, events, ports, starts: () => starts, die: () => die() };
}

test('a worker that cannot be started again is tried again, after longer and longer pauses, and told each time', async () => {
  let isBroken = false;
  const { keeper, events, starts, die } = keeperOf(() => isBroken);
  await keeper.start('worker', 'w1');
  isBroken = true;
  die();
  for (const [failures, pauseS] of [1, 2, 4, 8, 16, 30, 30].entries()) {
    expect(restartPauseMs(failures)).toBe(pauseS * 1000);
    await vi.advanceTimersByTimeAsync(pauseS * 1000 - 1);
    expect(starts()).toBe(1 + failures);
    await vi.advanceTimersByTimeAsync(1);
    expect(starts()).toBe(2 + failures);
  }
  expect(events).toHaveLength(7);
  expect(eventLine(events[0] as ClusterEvent)).toBe(
    'w1 could not be started again: its disk is not there\nIt is tried again in 2 s.',
  );
  isBroken = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(events.at(-1)).toEqual({ type: 'restarted', name: 'w1', pid: 9 });
  expect(keeper.workers).toHaveLength(1);
});

test('it is started again at its port, and at any where that came to nothing', async () => {
  let isBroken = false;
  const { keeper, ports, die } = keeperOf(() => isBroken);
  await keeper.start('worker', 'w1');
  die();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ports).toEqual([undefined, '40001']);
  isBroken = true;
  die();
  await vi.advanceTimersByTimeAsync(2_000);
  isBroken = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(ports).toEqual([undefined, '40001', '40002', undefined]);
});

test('what is no worker is known by its port: it is started there again, however often that came to nothing', async () => {
  let isBroken = false;
  const { keeper, ports, die } = keeperOf(() => isBroken);
  await keeper.start('catalog', 'catalog');
  isBroken = true;
  die();
  await vi.advanceTimersByTimeAsync(1_000 + 2_000);
  isBroken = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(ports).toEqual([undefined, '40001', '40001', '40001']);
  expect(keeper.last('catalog').pid).toBe(4);
  expect(keeper.workers).toEqual([]);
});

test('one that dies soon after each start is started less and less often; one that lived for long, at once again', async () => {
  const { keeper, starts, die } = keeperOf(() => false);
  await keeper.start('worker', 'w1');
  for (const pauseMs of [1000, 2000, 4000]) {
    die();
    const before = starts();
    await vi.advanceTimersByTimeAsync(pauseMs - 1);
    expect(starts()).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(starts()).toBe(before + 1);
  }
  await vi.advanceTimersByTimeAsync(30_001);
  die();
  await vi.advanceTimersByTimeAsync(1000);
  expect(starts()).toBe(5);
});

test('a closed keeper starts nothing', async () => {
  const { keeper, starts, die } = keeperOf(() => false);
  await keeper.start('worker', 'w1');
  die();
  keeper.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(starts()).toBe(1);
});

test.each([
  ['http://127.0.0.1:8080', 8080],
  ['http://127.0.0.1', 80],
  ['https://[::1]/', 443],
])('%s is known by port %i', (url, port) => {
  expect(portOf(url)).toBe(port);
});
