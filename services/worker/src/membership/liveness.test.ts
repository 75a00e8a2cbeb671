import { afterEach, expect, test, vi } from 'vitest';
import { Liveness } from './liveness.js';

afterEach(() => vi.useRealTimers());

test('who was found dead is not asked again for a while; who lives is asked each time', async () => {
  vi.useFakeTimers();
  const probe = vi.fn(async (url: string) => url === 'http://living');
  const liveness = new Liveness(probe, 700);
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
  const liveness = new Liveness(probe, 60_000);
  await liveness.isAlive('http://dead');
  liveness.retain(() => false);
  await liveness.isAlive('http://dead');
  expect(probe).toHaveBeenCalledTimes(2);
});
