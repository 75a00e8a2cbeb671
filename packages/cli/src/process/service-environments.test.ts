import { expect, test } from 'vitest';
import { serviceEnvironments } from './service-environments.js';

const keys = { idKeys: 'ID', placementKey: 'PLACE', peerSecret: 'PEER', apiKey: 'API', adminKey: 'ADMIN' };
const environments = serviceEnvironments({
  options: {
    dataDir: '/d',
    archiveUrl: 's3://bucket',
    webhooks: 'HOOKS',
    env: { UNDERSTUDY_STALL_MS: '500' },
    workerEnv: (id) => ({ UNDERSTUDY_CAPACITY: id === 'w1' ? '2' : '1' }),
  },
  keys,
  metadataUrl: 'lmdb:/d/metadata',
  libraryDir: '/d/library',
  machine: {
    PATH: '/bin',
    AWS_SECRET_ACCESS_KEY: 'archive',
    SECRET: 'hidden',
    UNDERSTUDY_API_KEYS: 'of-the-launcher',
  },
});

const secretsIn = (env: Record<string, string>) =>
  Object.values(env)
    .filter((value) => Object.values(keys).includes(value))
    .sort();

test('each service gets the secrets it works with and no other', () => {
  expect(secretsIn(environments.catalog())).toEqual(['API', 'ID']);
  expect(secretsIn(environments.console())).toEqual(['ADMIN', 'ID', 'PEER', 'PLACE']);
  expect(secretsIn(environments.router(8080, 'http://c'))).toEqual(['ID', 'PEER', 'PLACE']);
  expect(secretsIn(environments.worker('w1', '/d/workers/w1', 'a'))).toEqual(['PEER', 'PLACE']);
});

test('nothing else of the launcher is passed on, overrides are', () => {
  const worker = environments.worker('w1', '/d/workers/w1', 'a');
  expect(worker).toEqual({
    AWS_SECRET_ACCESS_KEY: 'archive',
    PATH: '/bin',
    UNDERSTUDY_ARCHIVE_URL: 's3://bucket',
    UNDERSTUDY_CAPACITY: '2',
    UNDERSTUDY_DATA: '/d/workers/w1',
    UNDERSTUDY_HOST: '127.0.0.1',
    UNDERSTUDY_LIBRARY: '/d/library',
    UNDERSTUDY_METADATA_URL: 'lmdb:/d/metadata',
    UNDERSTUDY_PEER_SECRET: 'PEER',
    UNDERSTUDY_PLACEMENT_KEY: 'PLACE',
    UNDERSTUDY_PORT: '0',
    UNDERSTUDY_STALL_MS: '500',
    UNDERSTUDY_WORKER_ID: 'w1',
    UNDERSTUDY_ZONE: 'a',
  });
});

test('only the console may kill workers, and only those of this machine', () => {
  const { console, router, worker, catalog } = environments;
  expect(console()).toMatchObject({ UNDERSTUDY_KILL_WORKERS: 'own-machine' });
  for (const env of [router(8080, 'http://c'), worker('w1', '/d/workers/w1', 'a'), catalog()])
    expect(env).not.toHaveProperty('UNDERSTUDY_KILL_WORKERS');
});

test('only the catalog gets the webhooks and their secrets', () => {
  const { console, router, worker, catalog } = environments;
  const others = [console(), router(8080, 'http://c'), worker('w1', '/d/workers/w1', 'a')];
  expect(others.flatMap((env) => Object.values(env))).not.toContain('HOOKS');
  expect(catalog()).toMatchObject({ UNDERSTUDY_WEBHOOKS: 'HOOKS' });
});

test('only catalog and routers get what tokens are signed with: what is named, or a secret of the cluster', () => {
  const facts = { keys, metadataUrl: 'lmdb:/d/metadata', libraryDir: '/d/library', machine: {} };
  const told = (options: object) => {
    const { console, router, worker, catalog } = serviceEnvironments({
      ...facts,
      options: { dataDir: '/d', ...options },
    });
    const all = [catalog(), router(8080, 'http://c'), console(), worker('w1', '/d/workers/w1', 'a')];
    return all.map((env) => env['UNDERSTUDY_PLAYBACK_SECRETS']);
  };
  expect(told({ playbackSecrets: 'SIGN' })).toEqual(['SIGN', 'SIGN', undefined, undefined]);
  const [own, ...others] = told({ env: { UNDERSTUDY_PLAYBACK: 'signed' } });
  expect(own).toMatch(/^local:[\w+/]{43}=$/);
  expect(others).toEqual([own, undefined, undefined]);
  const elsewhere = { UNDERSTUDY_PLAYBACK: 'signed', UNDERSTUDY_PLAYBACK_JWKS: '/jwks.json' };
  expect(told({ env: elsewhere })[0]).toBeUndefined();
  expect(told({})[0]).toBeUndefined();
});

test('only workers get the credentials of the archive', () => {
  const others = [environments.catalog(), environments.console(), environments.router(8080, 'http://c')];
  expect(others.flatMap((env) => Object.values(env))).not.toContain('archive');
});
