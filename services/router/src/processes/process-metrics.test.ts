import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { ProcessMetrics } from './process-metrics.js';

/** What a process would tell. */
async function counted(responses: number, streams: number) {
  const registers = [new Registry()] as [Registry];
  new Counter({ name: 'responses', help: 'r', labelNames: ['result'], registers }).inc(
    { result: 'cut' },
    responses,
  );
  new Gauge({ name: 'streams', help: 's', registers }).set(streams);
  new Gauge({ name: 'workers', help: 'w', registers, aggregator: 'max' }).set(3);
  const times = new Histogram({ name: 'times', help: 't', buckets: [1, 2], registers });
  for (let count = 0; count < responses; count += 1) times.observe(1.5);
  return registers[0].getMetricsAsJSON();
}

test('what only grows does not fall when a process has ended, and what it had is gone with it', async () => {
  const metrics = new ProcessMetrics();
  metrics.heard(1, await counted(5, 2));
  metrics.heard(2, await counted(7, 4));
  const told = async () => (await metrics.text()).split('\n').filter((line) => /^\w/.test(line));
  expect(await told()).toEqual([
    ...['responses{result="cut"} 12', 'streams 6', 'workers 3'],
    ...['times_bucket{le="1"} 0', 'times_bucket{le="2"} 12', 'times_bucket{le="+Inf"} 12'],
    ...['times_sum 18', 'times_count 12'],
  ]);
  for (const id of [1, 9]) metrics.ended(id);
  metrics.heard(3, await counted(1, 1));
  expect(await told()).toEqual([
    ...['responses{result="cut"} 13'],
    ...['times_bucket{le="1"} 0', 'times_bucket{le="2"} 13', 'times_bucket{le="+Inf"} 13'],
    ...['times_sum 19.5', 'times_count 13', 'streams 5', 'workers 3'],
  ]);
  metrics.ended(2);
  metrics.ended(3);
  expect((await told())[0]).toBe('responses{result="cut"} 13');
});
