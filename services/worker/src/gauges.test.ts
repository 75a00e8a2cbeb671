import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestCluster, type TestWorker } from './testing/test-cluster.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

/** The samples of a worker's `/metrics`, as they are written there. */
async function samplesOf({ url }: TestWorker): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

test('a worker tells what it is, has and does', async () => {
  const workers = [await cluster.start('w1'), await cluster.start('w2')];
  await cluster.joined(...workers);
  const contentId = await cluster.describe('measured', 3);
  const [first] = workers as [TestWorker];
  const { body } = await cluster.get(first.url, contentId, 'video.mp4');
  const init = await cluster.get(first.url, contentId, 'init.mp4');
  const [one, two] = await Promise.all(workers.map(samplesOf));
  const sum = (name: string) => (one?.get(name) ?? Number.NaN) + (two?.get(name) ?? Number.NaN);

  expect(sum('understudy_ring_share_ratio{role="master"}')).toBeCloseTo(1);
  expect(sum('understudy_ring_share_ratio{role="replica"}')).toBeCloseTo(1);
  expect(one?.get('understudy_epoch')).toBe(two?.get('understudy_epoch'));
  expect(sum('understudy_stored_bytes')).toBeGreaterThanOrEqual(body.length);
  expect(sum('understudy_copies')).toBeGreaterThanOrEqual(1);
  expect(sum('understudy_generated_bytes_total')).toBe(body.length - init.body.length);
  expect(sum('understudy_generation_speed_ratio_count')).toBe(3);
  expect(sum('understudy_generators_running')).toBe(0);
  expect(sum('understudy_generator_queue')).toBe(0);
  expect(one?.get('understudy_storage_room_bytes')).toBeGreaterThan(0);
});
