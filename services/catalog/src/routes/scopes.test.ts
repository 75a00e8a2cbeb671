import { randomBytes } from 'node:crypto';
import { makeKey } from '@understudy/access-keys';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

const forged = '1'.repeat(24);

test('each route takes the keys that have its scope', async () => {
  const { ask, context } = await startCatalog();
  const keyWith = async (...scopes: string[]) => {
    const { text, ...key } = makeKey();
    await context.store.createAccessKey({ ...key, name: scopes.join(), scopes }, 10);
    return text;
  };
  const creator = await keyWith('create');
  const deleter = await keyWith('delete');
  const reader = await keyWith('read', 'admin');
  const { id } = (await ask('POST', '/v1/videos', creator, description)).json();
  expect(id).toMatch(/^\w{24}$/);
  for (const [key, needed] of [
    [deleter, 'create'],
    [reader, 'create'],
  ] as const)
    for (const url of ['/v1/videos', '/v1/compose']) {
      const refused = await ask('POST', url, key, {});
      expect([refused.statusCode, refused.json().code], url).toEqual([403, 'scope_missing']);
      expect(refused.json().detail).toContain(`the scope ${needed};`);
    }
  expect((await ask('DELETE', `/v1/videos/${id}`, creator)).statusCode).toBe(403);
  expect((await ask('DELETE', `/v1/videos/${id}`, deleter)).statusCode).toBe(204);
  const unknown = await ask('DELETE', `/v1/videos/${id}`, makeKey().text);
  expect([unknown.statusCode, unknown.headers['www-authenticate']]).toEqual([401, 'Bearer']);
});

test('with the store killed, keys that were seen stand, revoked ones stay refused, and others cannot be told of', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const configured = randomBytes(24).toString('base64url');
  const { ask, context } = await startCatalog({
    UNDERSTUDY_METADATA_URL: redis.url,
    UNDERSTUDY_API_KEYS: configured,
  });
  const [seen, revoked] = [makeKey(), makeKey()];
  for (const { id, digest } of [seen, revoked])
    await context.store.createAccessKey({ id, digest, name: 'app', scopes: ['delete'] }, 10);
  const statusOf = async (key: string) => (await ask('DELETE', `/v1/videos/${forged}`, key)).statusCode;
  expect([await statusOf(seen.text), await statusOf(revoked.text)]).toEqual([404, 404]);
  await context.store.revokeAccessKey(revoked.id);
  await expect.poll(() => statusOf(revoked.text), { timeout: 1_000, interval: 20 }).toBe(401);

  await redis.kill();
  await expect.poll(() => context.store.reachable).toBe(false);
  expect([await statusOf(seen.text), await statusOf(revoked.text), await statusOf(configured)]).toEqual([
    404, 401, 404,
  ]);
  const away = await ask('POST', '/v1/videos', makeKey().text, description);
  expect([away.statusCode, away.headers['retry-after'], away.json().code]).toEqual([
    503,
    '5',
    'metadata_unavailable',
  ]);
  expect(away.json().detail).toBe('Whether this key is good cannot be found out at the moment.');
});

test('the hook of a key in the store is told of the videos that are made with it', async () => {
  const { id: keyId, text, digest } = makeKey();
  const { ask, context } = await startCatalog({
    UNDERSTUDY_WEBHOOKS: JSON.stringify([
      { apiKey: keyId, url: 'http://127.0.0.1:9/', secret: `whsec_${randomBytes(32).toString('base64')}` },
    ]),
  });
  await context.store.createAccessKey({ id: keyId, digest, name: 'app', scopes: ['create'] }, 10);
  const { id } = (await ask('POST', '/v1/videos', text, description)).json();
  const contentId = context.ids.decode(id) as bigint;
  const told = await context.store.tell(
    contentId,
    { type: 'complete', artifactId: 'a', atMs: 1 },
    { limit: 10 },
  );
  expect(told.enqueued).toBe(1);
});
