import { expect, test } from 'vitest';
import { BytePace } from './byte-pace.js';

test('what is over the pace waits for its turn', async () => {
  const pace = new BytePace(1_000_000);
  const never = new AbortController().signal;
  const startMs = performance.now();
  for (let taken = 0; taken < 500; taken += 50) await pace.take(50_000, never);
  const tookMs = performance.now() - startMs;
  // 500 kB at 1 MB/s, less the burst and the last one, which need not wait for their own bytes.
  expect(tookMs).toBeGreaterThan(340);
});

test('who waits is let go by the signal', async () => {
  const pace = new BytePace(1_000);
  const leaving = new AbortController();
  await pace.take(60_000, leaving.signal);
  const waiting = pace.take(1, leaving.signal);
  leaving.abort(new Error('closing'));
  await expect(waiting).rejects.toThrow('closing');
});
