import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from '@understudy/cli';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './until.js';
import { smallVideo } from './videos.js';

/** From the answer to a change until every service holds to it. */
const mostDelayMs = 1_000;
const apiKey = randomBytes(24).toString('base64url');
const adminKey = randomBytes(24).toString('base64url');
/** An ID of the right form that is none: it is refused without a look-up, so what is answered tells of the key alone. */
const forged = '1'.repeat(24);

interface MadeKey {
  readonly id: string;
  readonly key: string;
}

let directory: string;
let redis: RedisServer;
let catalogs: readonly [ServiceProcess, ServiceProcess];
let operatorConsole: ServiceProcess;
const made: MadeKey[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-keys-'));
  redis = await startRedisServer();
  const idKeys = `1:${randomBytes(32).toString('base64')}`;
  const start = (service: ServiceProcess['service'], name: string, env: Record<string, string>) =>
    startService({
      service,
      name,
      env: {
        PATH: process.env['PATH'] ?? '',
        UNDERSTUDY_METADATA_URL: redis.url,
        UNDERSTUDY_ID_KEYS: idKeys,
        UNDERSTUDY_LOG_LEVEL: 'debug',
        ...env,
      },
      logFile: join(directory, `${name}.log`),
      signal: AbortSignal.timeout(20_000),
    });
  [operatorConsole, ...catalogs] = (await Promise.all([
    start('console', 'console', {
      UNDERSTUDY_ADMIN_KEY: adminKey,
      UNDERSTUDY_PLACEMENT_KEY: randomBytes(32).toString('base64'),
      UNDERSTUDY_PEER_SECRET: randomBytes(32).toString('base64'),
    }),
    start('catalog', 'catalog1', { UNDERSTUDY_API_KEYS: apiKey }),
    start('catalog', 'catalog2', { UNDERSTUDY_API_KEYS: apiKey }),
  ])) as [ServiceProcess, ServiceProcess, ServiceProcess];
}, 60_000);

afterAll(async () => {
  for (const service of [operatorConsole, ...(catalogs ?? [])]) service?.kill('SIGTERM');
  await Promise.all([operatorConsole, ...(catalogs ?? [])].map((service) => service?.exited));
  await redis?.stop();
  await rm(directory, { recursive: true });
});

async function operate(method: string, path: string, body?: object, key = adminKey): Promise<Response> {
  return fetch(operatorConsole.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function makeKey(path: string, body: object): Promise<MadeKey> {
  const key = (await (await operate('POST', path, body)).json()) as MadeKey;
  expect(key.key).toMatch(/^us_/);
  made.push(key);
  return key;
}

/** What a catalog answers to a deletion of nothing: 404 for a key that may delete. */
async function statusAt({ url }: ServiceProcess, key: string): Promise<number> {
  const answer = await fetch(`${url}/v1/videos/${forged}`, {
    method: 'DELETE',
    headers: { 'x-api-key': key },
  });
  await answer.arrayBuffer();
  return answer.status;
}

const statuses = (key: string) => Promise.all(catalogs.map((catalog) => statusAt(catalog, key)));

/** How long it takes until both catalogs answer so. */
async function msUntil(key: string, status: number): Promise<number> {
  const fromMs = performance.now();
  await until(`both answer ${status}`, async () => (await statuses(key)).every((each) => each === status));
  return performance.now() - fromMs;
}

test('a key is made, used, rotated and revoked, and two catalogs hold to each within a second', async () => {
  const first = await makeKey('/admin/keys', { name: 'app', scopes: ['create', 'delete'] });
  // At once: it is looked up where it was never seen.
  expect(await statuses(first.key)).toEqual([404, 404]);
  const created = await fetch(`${catalogs[0].url}/v1/videos`, {
    method: 'POST',
    headers: { authorization: `Bearer ${first.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(smallVideo('made with a key')),
  });
  expect(created.status).toBe(201);

  const second = await makeKey(`/admin/keys/${first.id}/rotate`, { overlapS: 600 });
  expect(await statuses(second.key)).toEqual([404, 404]);
  expect(await statuses(first.key)).toEqual([404, 404]);
  const third = await makeKey(`/admin/keys/${first.id}/rotate`, { overlapS: 0 });
  expect(await msUntil(first.key, 401)).toBeLessThan(mostDelayMs);
  expect(await statuses(second.key)).toEqual([401, 401]);
  expect(await statuses(third.key)).toEqual([404, 404]);

  expect((await operate('DELETE', `/admin/keys/${first.id}`)).status).toBe(204);
  expect(await msUntil(third.key, 401)).toBeLessThan(mostDelayMs);
});

test('whoever follows the events with a key hears nothing more when it is revoked', async () => {
  const reader = await makeKey('/admin/keys', { name: 'reader', scopes: ['admin:read'] });
  const feed = await operate('GET', '/admin/events?follow=1', undefined, reader.key);
  expect(feed.status).toBe(200);
  expect((await operate('PUT', '/admin/replication', undefined, reader.key)).status).toBe(403);
  const ended = feed.text().then(
    () => 'ended',
    () => 'cut',
  );
  expect((await operate('DELETE', `/admin/keys/${reader.id}`)).status).toBe(204);
  const revokedAtMs = performance.now();
  expect(await ended).toMatch(/ended|cut/);
  expect(performance.now() - revokedAtMs).toBeLessThan(mostDelayMs);
});

test('with the store killed right after a revocation, the key stays refused where that was seen, and others stand', async () => {
  const [kept, gone] = [
    await makeKey('/admin/keys', { name: 'kept', scopes: ['delete'] }),
    await makeKey('/admin/keys', { name: 'gone', scopes: ['delete'] }),
  ];
  expect([await statuses(kept.key), await statuses(gone.key)]).toEqual([
    [404, 404],
    [404, 404],
  ]);
  expect((await operate('DELETE', `/admin/keys/${gone.id}`)).status).toBe(204);
  await until('one has seen it', async () => (await statusAt(catalogs[0], gone.key)) === 401, 2_000, 5);
  await redis.kill();

  for (let round = 0; round < 3; round += 1) expect(await statusAt(catalogs[0], gone.key)).toBe(401);
  expect(await statuses(kept.key)).toEqual([404, 404]);
  expect(await statuses(apiKey)).toEqual([404, 404]);
  expect((await operate('GET', '/admin/session')).status).toBe(200);
  // A secret that nobody has seen: it may be good.
  const never = `us_${kept.id}_${randomBytes(32).toString('base64url')}`;
  const refused = await fetch(`${catalogs[0].url}/v1/videos/${forged}`, {
    method: 'DELETE',
    headers: { 'x-api-key': never },
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);

  await redis.restart();
  await until('both have seen it', async () => (await statuses(gone.key)).every((status) => status === 401));
  expect(await msUntil(never, 401)).toBeLessThan(10_000);
});

test('no log has a key, a secret, or the digest of one', async () => {
  const logs = await Promise.all(
    [operatorConsole, ...catalogs].map(({ logFile }) => readFile(logFile, 'utf8')),
  );
  expect(logs.join()).toContain('operator.key-created');
  expect(logs.join()).toContain(made[0]?.id);
  expect(made.length).toBeGreaterThan(4);
  const keys = [apiKey, adminKey, ...made.map(({ key }) => key)];
  const digests = keys.map((key) => createHash('sha256').update(key).digest());
  const secrets = [
    ...keys.map((key) => key.slice(-43)),
    ...(['hex', 'base64', 'base64url'] as const).flatMap((form) =>
      digests.map((each) => each.toString(form)),
    ),
  ];
  for (const secret of secrets) expect(logs.some((log) => log.includes(secret))).toBe(false);
});
