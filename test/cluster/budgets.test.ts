import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, lightVideo } from './videos.js';

const budget = 1;
const videos = 20;
const requests = 1_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({
    workers: 3,
    routers: 2,
    env: {
      UNDERSTUDY_ADDRESS_BUDGET: String(budget),
      // Nothing that counts in a test's time.
      UNDERSTUDY_ADDRESS_BUDGET_PER_S: '0.001',
      UNDERSTUDY_CALIBRATE_AFTER_MS: '3600000',
      UNDERSTUDY_TRUSTED_PROXIES: '127.0.0.1',
      // A thousand players share the processors with the workers: one that waits for its turn is not one that is silent.
      UNDERSTUDY_FEED_SILENCE_MS: '3000',
      UNDERSTUDY_STALL_MS: '5000',
      UNDERSTUDY_METADATA_TIMEOUT_MS: '10000',
    },
  });
}, 60_000);
afterAll(() => cluster.dispose());

test(`${requests} requests of one address at once, through two routers, have no more made than its budget`, async () => {
  const paths: string[] = [];
  for (let index = 0; index < videos; index += 1)
    paths.push(new URL((await createVideo(cluster, lightVideo(`budget ${index}`, 3))).mp4).pathname);
  const answers = await Promise.all(
    Array.from({ length: requests }, async (_, index) => {
      const path = paths[index % videos] as string;
      return { path, played: await play(`${cluster.routers[index % 2]?.url}${path}`) };
    }),
  );
  const served = answers.filter(({ played }) => played.status === 200);
  const refused = answers.filter(({ played }) => played.status === 429);
  expect(served.length + refused.length).toBe(requests);
  expect(served.every(({ played }) => played.whole)).toBe(true);
  const made = new Set(served.map(({ path }) => path)).size;
  expect(made).toBeGreaterThan(1);
  expect(made).toBeLessThan(videos);
  const charged = await chargedSeconds();
  expect(charged).toBeLessThanOrEqual(budget + 0.05);
  expect(charged).toBeGreaterThan(budget / 2);
  for (const { played } of refused)
    expect(JSON.parse(played.body.toString())).toMatchObject({
      code: 'budget_exceeded',
      price: { generationSeconds: expect.any(Number) },
    });

  // Somebody else has a budget of his own, and then it is there for everybody.
  const [{ path }] = refused as [(typeof refused)[number]];
  const elsewhere = { headers: { 'x-forwarded-for': '198.51.100.7' } };
  expect((await fetch(`${cluster.routers[0]?.url}${path}`, elsewhere)).status).toBe(200);
  expect((await play(`${cluster.routers[1]?.url}${path}`)).status).toBe(200);
}, 120_000);

/** What all workers say that they took from budgets. */
async function chargedSeconds(): Promise<number> {
  let sum = 0;
  for (const { url } of cluster.workers) {
    const text = await (await fetch(`${url}/metrics`)).text();
    sum += Number(/^understudy_budget_charged_seconds_total (\S+)$/m.exec(text)?.[1] ?? 0);
  }
  return sum;
}
