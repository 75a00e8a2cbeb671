import { UnderstudyError } from '@understudy/errors';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

const titled = (title: string) => ({ ...description, title });
const price = { price: { generationSeconds: expect.any(Number) } };

test('a dry run tells the price and stores nothing', async () => {
  const { post, context } = await startCatalog();
  const answer = await post('/v1/videos?dry-run=1', description);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ ...price, limit: { generationSeconds: 3_600 } });
  for await (const stored of context.store.listDescriptions()) expect(stored).toBeUndefined();
  expect((await post('/v1/videos?dry-run=yes', description)).json()).toMatchObject({
    code: 'bad_request',
    detail: 'dry-run must be 1, or 0 or left out to store the description.',
  });
});

test('whoever describes a video is told its price, the first time and again', async () => {
  const { post, context, ids } = await startCatalog();
  const dry = (await post('/v1/videos?dry-run=1', description)).json();
  for (const statusCode of [201, 200]) {
    const answer = await post('/v1/videos', description);
    expect(answer.statusCode).toBe(statusCode);
    expect(answer.json()).toMatchObject({ price: dry.price });
    const creator = await context.store.readCreator(ids.decode(answer.json().id) as bigint);
    expect(creator).toBe('api-1');
  }
  expect((await post('/v1/compose', { viewer: 'ada', request: {} })).json()).toMatchObject(price);
});

test('what is longer, larger or quicker costs more', async () => {
  const { context } = await startCatalog();
  const costs = (changes: object) => context.prices.priceOf({ ...description, ...changes } as never);
  const usual = costs({});
  expect(usual).toBeGreaterThan(0.5);
  expect(costs({ width: 1280, height: 720 })).toBeGreaterThan(1.5 * usual);
  expect(costs({ fps: 60 })).toBeGreaterThan(1.5 * usual);
  expect(costs({ scenes: [{ ...description.scenes[0], duration: 20 }] })).toBeGreaterThan(1.5 * usual);
});

test('what costs more than one may is refused with its price, and what would be right', async () => {
  const { post } = await startCatalog({ UNDERSTUDY_MAX_GENERATION_SECONDS: '0.5' });
  for (const path of ['/v1/videos', '/v1/videos?dry-run=1']) {
    const answer = await post(path, description);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'too_expensive',
      ...price,
      errors: [{ path: '/scenes', message: expect.stringContaining('at most 0.5 generation-seconds') }],
    });
  }
});

/** A thousand; fewer in the short form. */
const atOnce = process.env['SHORT'] === undefined ? 1_000 : 200;

test(`two catalogs together let a key describe as much as its budget, out of ${atOnce} requests at once`, async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const { post } = await startCatalog();
  const each = (await post('/v1/videos?dry-run=1', description)).json().price.generationSeconds;
  const terms = { UNDERSTUDY_KEY_BUDGET: String(each * 20.5), UNDERSTUDY_KEY_BUDGET_PER_S: '0.001' };
  const shared = {
    ...terms,
    UNDERSTUDY_API_KEYS: 'a-key-that-both-of-them-have',
    UNDERSTUDY_METADATA_URL: server.url,
    UNDERSTUDY_METADATA_DURABILITY: 'unchecked',
    UNDERSTUDY_METADATA_TIMEOUT_MS: '20000',
  };
  const [one, two] = [await startCatalog(shared), await startCatalog(shared)];
  const headers = { 'x-api-key': shared.UNDERSTUDY_API_KEYS };
  const answers = await Promise.all(
    Array.from({ length: atOnce }, (_, index) =>
      (index % 2 === 0 ? one : two).app.inject({
        ...{ method: 'POST', url: '/v1/videos', headers },
        payload: titled(`video ${index}`),
      }),
    ),
  );
  expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(20);
  const refused = answers.filter(({ statusCode }) => statusCode === 429);
  expect(refused).toHaveLength(atOnce - 20);
  expect(refused[0]?.json()).toMatchObject({ code: 'budget_exceeded', ...price });
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(1);
  // What is described already costs nothing.
  const known = answers.findIndex(({ statusCode }) => statusCode === 201);
  const again = await one.app.inject({
    ...{ method: 'POST', url: '/v1/videos', headers },
    payload: titled(`video ${known}`),
  });
  expect(again.statusCode).toBe(200);
}, 60_000);

test('what could not be stored is not paid for; what is there though nobody says so is, once', async () => {
  const { post, context } = await startCatalog();
  const { generationSeconds } = (await post('/v1/videos?dry-run=1', description)).json().price;
  const charged = vi.spyOn(context.budgets, 'charge');
  const refunded = vi.spyOn(context.budgets, 'refund');
  const create = vi.spyOn(context.store, 'createDescription');
  const away = new UnderstudyError('metadata_unavailable', 'no replica has it');
  create.mockRejectedValueOnce(away);
  expect((await post('/v1/videos', description)).statusCode).toBe(503);
  expect(refunded).toHaveBeenCalledExactlyOnceWith('api-1', generationSeconds);

  const stored = context.store.createDescription.bind(context.store);
  create.mockReset();
  create.mockImplementationOnce(async (...args) => {
    create.mockRestore();
    await stored(...args);
    throw away;
  });
  expect((await post('/v1/videos', description)).statusCode).toBe(503);
  expect((await post('/v1/videos', description)).statusCode).toBe(200);
  expect(charged).toHaveBeenCalledTimes(2);
  expect(refunded).toHaveBeenCalledTimes(1);
});

test('prices follow what the usual worker tells', async () => {
  const { context } = await startCatalog();
  const before = context.prices.priceOf(description as never);
  for (const [workerId, machine] of [
    ['w1', 2],
    ['w2', 2],
    ['w3', 8],
  ] as const) {
    const json = JSON.stringify({ generator: 'ffmpeg@1#abc', machine, parts: {} });
    await context.store.announceCalibration({ workerId, json }, 60_000);
  }
  await context.store.announceCalibration(
    { workerId: 'other', json: '{"generator":"canvas@1#d","machine":5,"parts":{}}' },
    60_000,
  );
  await context.store.announceCalibration({ workerId: 'broken', json: 'no JSON' }, 60_000);
  await context.prices.refresh();
  expect(context.prices.priceOf(description as never)).toBeCloseTo(before);
  await context.store.announceCalibration({ workerId: 'broken', json: '{}' }, 60_000);
  await context.prices.refresh();
  expect(context.prices.priceOf(description as never)).toBeCloseTo(2 * before, 1);
});
