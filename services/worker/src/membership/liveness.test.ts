import { afterEach, expect, test, vi } from 'vitest';
import { Liveness, type LivenessOptions, type Probe } from './liveness.js';

function livenessOf(
  isAlive: Probe['isAlive'],
  options: Partial<LivenessOptions> = {},
  retain: Probe['retain'] = () => {},
): Liveness {
  return new Liveness({ probe: { isAlive, retain }, rememberMs: 700, mayHurry: () => true, ...options });
}

afterEach(() => vi.useRealTimers());

test('who was found dead is not asked again for a while; who lives is asked each time', async () => {
  vi.useFakeTimers();
  const probe = vi.fn(async (url: string) => url === 'http://living');
  const liveness = livenessOf(probe);
  expect(await liveness.isAlive('http://living')).toBe(true);
  expect(await liveness.isAlive('http://living')).toBe(true);
  expect(probe).toHaveBeenCalledTimes(2);
  expect(await liveness.isAlive('http://dead')).toBe(false);
  vi.advanceTimersByTime(699);
  expect(await liveness.isAlive('http://dead')).toBe(false);
  expect(probe).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(1);
  await liveness.isAlive('http://dead');
  expect(probe).toHaveBeenCalledTimes(4);
});

test('who is no member any more is forgotten', async () => {
  const probe = vi.fn(async () => false);
  const retain = vi.fn();
  const liveness = livenessOf(probe, { rememberMs: 60_000 }, retain);
  await liveness.isAlive('http://dead');
  liveness.retain(() => false);
  expect(retain).toHaveBeenCalledOnce();
  await liveness.isAlive('http://dead');
  expect(probe).toHaveBeenCalledTimes(2);
});

test('who is late with a probe but sends something meanwhile is alive, and so is who was found dead and sends again', async () => {
  vi.useFakeTimers();
  let late: (alive: boolean) => void = () => {};
  const probe = () => new Promise<boolean>((resolve) => (late = resolve));
  const liveness = livenessOf(probe);
  const whileFeeding = liveness.isAlive('http://busy');
  vi.advanceTimersByTime(10);
  liveness.heard('http://busy');
  late(false);
  expect(await whileFeeding).toBe(true);

  const whileSilent = liveness.isAlive('http://busy');
  vi.advanceTimersByTime(10);
  late(false);
  expect(await whileSilent).toBe(false);
  expect(await liveness.isAlive('http://busy')).toBe(false);
  vi.advanceTimersByTime(10);
  liveness.heard('http://busy');
  const again = liveness.isAlive('http://busy');
  late(true);
  expect(await again).toBe(true);
});

test('who cannot do anything at once does not hurry, and does not take a hasty answer', async () => {
  let isFree = true;
  const asked: boolean[] = [];
  const late: ((alive: boolean) => void)[] = [];
  const probe = (_url: string, hurry: boolean) =>
    new Promise<boolean>((resolve) => {
      asked.push(hurry);
      late.push(resolve);
    });
  const liveness = livenessOf(probe, { mayHurry: () => isFree });
  const hasty = liveness.isAlive('http://busy');
  isFree = false;
  const patient = liveness.isAlive('http://busy');
  isFree = true;
  const shared = liveness.isAlive('http://busy');
  expect(asked).toEqual([true, false]);
  late[0]?.(false);
  expect(await hasty).toBe(false);
  expect(await liveness.isAlive('http://busy')).toBe(false);
  late[1]?.(true);
  expect(await Promise.all([patient, shared])).toEqual([true, true]);
  isFree = false;
  const again = liveness.isAlive('http://busy');
  late[2]?.(false);
  expect(await again).toBe(false);
  isFree = true;
  expect(await liveness.isAlive('http://busy')).toBe(false);
  expect(asked).toEqual([true, false, false]);
});
