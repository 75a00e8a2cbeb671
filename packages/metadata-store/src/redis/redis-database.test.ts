import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { type RedisServer, redisCli, startRedisServer } from '../testing/index.js';

const commandTimeoutMs = 1000;

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await redisCli(server.port, 'flushall');
  await redisCli(server.port, 'acl', 'setuser', 'ann', 'on', '>secret', '~*', '&*', '+@all');
});

const keysIn = (db: number) => redisCli(server.port, '-n', `${db}`, 'dbsize');
const urlOf = (db: number) => `${server.url.replace('://', '://ann:secret@')}/${db}`;
const forbidSelect = () => redisCli(server.port, 'acl', 'setuser', 'ann', '-select');

test('all is in the database of the URL, also on later connections', async () => {
  const store = await openMetadataStore(urlOf(3), { commandTimeoutMs });
  onTestFinished(() => store.close());
  await store.createDescription('a', '{}');
  await redisCli(server.port, 'client', 'kill', 'user', 'ann');
  await vi.waitFor(() => store.createDescription('b', '{}'), { timeout: 5000, interval: 5 });
  expect(await redisCli(server.port, '-n', '3', 'hlen', 'understudy:{catalog}:digests')).toBe('2');
  expect(await keysIn(0)).toBe('0');
});

test.each([
  ['there is none of that number', 99, async () => undefined, /refuses database 99: ERR DB index/],
  ['the user may not choose', 3, forbidSelect, /refuses database 3: NOPERM/],
])('%s: opening fails and names it', async (_why, db, prepare, message) => {
  await prepare();
  await expect(openMetadataStore(urlOf(db), { commandTimeoutMs })).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringMatching(message),
  });
  expect(await keysIn(0)).toBe('0');
});

test('a database that is refused later: the store is away, says why once, and comes back', async () => {
  const told: string[] = [];
  const store = await openMetadataStore(urlOf(3), {
    commandTimeoutMs,
    onReachable: (reachable, cause) => told.push(reachable ? 'reachable' : String(cause)),
  });
  onTestFinished(() => store.close());
  const refusals = () => told.filter((line) => line.includes('refuses database 3'));
  await forbidSelect();
  await redisCli(server.port, 'client', 'kill', 'user', 'ann');
  await vi.waitFor(() => expect(refusals()).toHaveLength(1), { timeout: 5000, interval: 5 });
  // Tried again, and refused again.
  const refused = async () => {
    const stats = await redisCli(server.port, 'info', 'commandstats');
    return Number(/cmdstat_select:.*rejected_calls=(\d+)/.exec(stats)?.[1]);
  };
  const before = await refused();
  await vi.waitFor(async () => expect(await refused()).toBeGreaterThan(before + 2), { timeout: 5000 });
  await expect(store.createDescription('d', '{}')).rejects.toMatchObject({
    code: 'metadata_unavailable',
    cause: { message: expect.stringContaining('refuses database 3') },
  });
  expect(await keysIn(0)).toBe('0');
  expect(refusals()).toHaveLength(1);
  await redisCli(server.port, 'acl', 'setuser', 'ann', '+select');
  await vi.waitFor(() => store.createDescription('d', '{}'), { timeout: 5000, interval: 5 });
  expect(told.at(-1)).toBe('reachable');
});
