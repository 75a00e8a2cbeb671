import { clientHeader } from '@understudy/peer-protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asStream, ScriptedGenerator, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

/** Of a generator that says nothing of its costs: as many generation-seconds as it lasts. */
const segmentS = [32 / 30, 8] as const;
const priceS = segmentS[0] + segmentS[1];
/** Fills by so little in a test's time that it does not count. */
const env = { UNDERSTUDY_ADDRESS_BUDGET: '50', UNDERSTUDY_ADDRESS_BUDGET_PER_S: '0.01' };
const ann = { [clientHeader]: 'a'.repeat(32) };
const bob = { [clientHeader]: 'b'.repeat(32) };

let cluster: TestCluster;
let workers: TestWorker[];
beforeEach(async () => {
  cluster = await TestCluster.open();
  workers = [await cluster.start('w1', env), await cluster.start('w2', env)];
  await cluster.joined(...workers);
});
afterEach(() => cluster.close());

const at = (index: number) => (workers[index % workers.length] as TestWorker).url;

test('one address has as many videos made as its budget pays for, whoever is asked; the rest is told when', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => cluster.describe(`v${index}`, 2)));
  const answers = await Promise.all(ids.map((id, index) => cluster.get(at(index), id, 'video.mp4', ann)));
  const served = answers.filter(({ status }) => status === 200);
  expect(served).toHaveLength(Math.floor(50 / priceS));
  for (const { body } of served) expect(body).toEqual(scriptedVideo(2));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(12 - served.length);
  for (const { headers, body } of refused) {
    expect(JSON.parse(body.toString())).toMatchObject({
      code: 'budget_exceeded',
      price: { generationSeconds: expect.closeTo(priceS, 2) },
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(100);
    expect(Number(headers['understudy-price'])).toBeCloseTo(priceS, 2);
  }
  // Another address has a budget of its own, and who asks for what exists needs none.
  const refusedId = ids[answers.findIndex(({ status }) => status === 429)] as bigint;
  expect(await cluster.get(at(0), refusedId, 'video.mp4', bob)).toMatchObject({ status: 200, whole: true });
  expect(await cluster.get(at(0), refusedId, 'video.mp4', ann)).toMatchObject({ status: 200, whole: true });
});

test('of those who wait for one video one pays; who has nothing left gets it with the others', async () => {
  const first = workers[0] as TestWorker;
  const id = await cluster.describe('shared', 2);
  const { reached, release } = first.generator.hold(0, 1);
  const paying = cluster.get(first.url, id, 'video.mp4', bob);
  await reached;
  const others = Array.from({ length: 20 }, () => cluster.get(first.url, id, 'video.mp4', ann));
  release();
  for (const answer of await Promise.all([paying, ...others])) expect(answer.status).toBe(200);
  expect(await cluster.store.charge(`address:${'a'.repeat(32)}`, 50, terms)).toMatchObject({ granted: true });
  const left = await cluster.store.charge(`address:${'b'.repeat(32)}`, 50, terms);
  expect(left).toMatchObject({ granted: false, left: expect.closeTo(50 - priceS, 1) });
});

const terms = { burst: 50, perSecond: 0.01 };
/** Nothing is taken by asking for more than there is. */
const leftOf = async (letter: string) =>
  (await cluster.store.charge(`address:${letter.repeat(32)}`, 51, terms)).left;

test('what nobody waited for any more, and was not begun, is given back', async () => {
  const first = workers[0] as TestWorker;
  const id = await cluster.describe('left', 4);
  const { reached } = first.generator.hold(1, 1);
  const leaving = new AbortController();
  const left = cluster.get(first.url, id, 'video.mp4', bob, leaving.signal).catch(() => undefined);
  await reached;
  leaving.abort();
  await left;
  await until('it stops', () => first.generator.running === 0);
  // The first segment was made and the second begun.
  await expect.poll(() => leftOf('b')).toBeCloseTo(50 - priceS, 1);
});

test('whoever asks for the beginning only pays for the run that makes it, or has none made', async () => {
  const first = workers[0] as TestWorker;
  await cluster.store.charge(`address:${'a'.repeat(32)}`, 49.5, terms);
  const id = await cluster.describe('beginning', 2);
  expect((await cluster.get(first.url, id, 'init.mp4', ann)).status).toBe(429);
  expect(first.generator.runs).toEqual([]);
  expect((await cluster.get(first.url, id, 'init.mp4', bob)).status).toBe(200);
  expect(await leftOf('b')).toBeCloseTo(50 - segmentS[0], 1);
});

test('whichever segment is asked for of a video that is made as a whole, all of it is paid for', async () => {
  const scripted = new ScriptedGenerator();
  const worker = await cluster.start(
    'w3',
    { ...env, UNDERSTUDY_REPLICA_LAG_MS: '0' },
    scripted,
    undefined,
    asStream(scripted),
  );
  const id = await cluster.describe('whole', 2);
  expect((await cluster.get(worker.url, id, '1.m4s', ann)).status).toBe(200);
  expect(await leftOf('a')).toBeCloseTo(50 - priceS, 1);
});

test('a player of segments pays for each, and has nothing made ahead that it cannot pay', async () => {
  const first = workers[0] as TestWorker;
  const id = await cluster.describe('segments', 9);
  expect((await cluster.get(first.url, id, '0.m4s', ann)).status).toBe(200);
  await expect.poll(() => first.generator.runs.filter((piece) => typeof piece === 'number')).toHaveLength(7);
  await until('nothing is made', () => first.generator.running === 0);
  expect((await cluster.get(first.url, id, '6.m4s', ann)).status).toBe(200);
  expect((await cluster.get(first.url, id, '8.m4s', ann)).status).toBe(429);
});

test('a response that goes on is not paid for twice, and not stopped', async () => {
  const first = workers[0] as TestWorker;
  const id = await cluster.describe('goes on', 2);
  // As a router asks for it: without a client.
  expect(await cluster.get(first.url, id, 'video.mp4')).toMatchObject({ status: 200, whole: true });
});

test('with the store away what can be made is made, within the share of each worker', async () => {
  const first = workers[0] as TestWorker;
  const ids = await Promise.all(Array.from({ length: 6 }, (_, index) => cluster.describe(`v${index}`, 2)));
  // Their descriptions come with their playlists.
  for (const id of ids) expect((await cluster.get(first.url, id, 'index.m3u8', ann)).status).toBe(200);
  cluster.store.away = true;
  const answers = await Promise.all(ids.map((id) => cluster.get(first.url, id, 'video.mp4', ann)));
  // Half of 50 for each of two workers.
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(Math.floor(25 / priceS));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
  cluster.store.away = false;
});
