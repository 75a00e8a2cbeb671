import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

let router: TestRouter;
beforeEach(async () => {
  router = await TestRouter.start(Buffer.from('a segment'));
});
afterEach(() => router.close());

/** The value of a metric, summed over its labels. */
async function metricOf(name: string): Promise<number> {
  const metrics = (await router.context.registry.metrics()).split('\n');
  const values = metrics.filter((line) => new RegExp(`^${name}[ {]`).test(line));
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('what a player tells is counted, and changes nothing of its answer or of where that comes from', async () => {
  const url = router.part('0.m4s');
  const plain = await fetch(url);
  const told = [
    await fetch(`${url}?CMCD=${encodeURIComponent('bs,bsd=(1200;av),msd=900,sid="x",sta=p,v=2')}`),
    await fetch(url, { headers: { 'cmcd-status': 'bs', 'cmcd-request': 'sta=r' } }),
    await fetch(`${url}?CMCD=%ff%zz&CMCD=bs`),
  ];
  const body = await plain.text();
  for (const answer of told) {
    expect(answer.status).toBe(200);
    for (const name of ['etag', 'cache-control', 'content-length', 'vary'])
      expect(answer.headers.get(name)).toBe(plain.headers.get(name));
    expect(await answer.text()).toBe(body);
  }
  const [master] = router.workers;
  const asked = router.workers.flatMap((worker) => worker.asked.map(({ url: path }) => [worker.id, path]));
  expect(new Set(asked.map(String)).size).toBe(1);
  expect(asked[0]?.[0]).toBe(master?.id);

  expect(await metricOf('understudy_player_requests_total')).toBe(2);
  expect(await metricOf('understudy_player_starvations_total')).toBe(2);
  expect(await metricOf('understudy_player_rebuffering_seconds_sum')).toBe(1.2);
  expect(await metricOf('understudy_player_start_seconds_count')).toBe(1);
});

test('of a forged ID nothing is counted', async () => {
  await fetch(`${router.url}/v/forged/0.m4s?CMCD=bs`);
  expect(await metricOf('understudy_player_requests_total')).toBe(0);
});

test('a page of another origin may send the header fields', async () => {
  const answer = await fetch(router.part('0.m4s'), { method: 'OPTIONS' });
  expect(answer.headers.get('access-control-allow-headers')).toContain('cmcd-status');
});
