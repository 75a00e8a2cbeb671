import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from '@understudy/cli';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let directory: string;
let redis: RedisServer;
const started: ServiceProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-ports-'));
  redis = await startRedisServer();
});
afterAll(async () => {
  for (const service of started) service.kill('SIGINT');
  await Promise.all(started.map(({ exited }) => exited));
  await redis.stop();
  await rm(directory, { recursive: true });
});

const key = () => randomBytes(32).toString('base64');

/** With what it must have, and nothing that says where it listens. */
async function start(
  service: ServiceProcess['service'],
  env: Record<string, string> = {},
): Promise<ServiceProcess> {
  const running = await startService({
    service,
    name: service,
    env: {
      PATH: process.env['PATH'] ?? '',
      UNDERSTUDY_METADATA_URL: redis.url,
      UNDERSTUDY_ID_KEYS: `1:${key()}`,
      UNDERSTUDY_PLACEMENT_KEY: key(),
      UNDERSTUDY_PEER_SECRET: key(),
      UNDERSTUDY_API_KEYS: key(),
      UNDERSTUDY_ADMIN_KEY: key(),
      UNDERSTUDY_DATA: join(directory, service),
      UNDERSTUDY_PORT: '0',
      ...env,
    },
    logFile: join(directory, `${service}.log`),
    signal: AbortSignal.timeout(20_000),
  });
  started.push(running);
  return running;
}

/** The addresses at which a process listens, as Linux writes them: hexadecimal, and 0100007F is 127.0.0.1. */
async function listeningOf(pid: number): Promise<string[]> {
  const fds = `/proc/${pid}/fd`;
  const links = await Promise.all((await readdir(fds)).map((fd) => readlink(join(fds, fd)).catch(() => '')));
  const inodes = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  );
  return tables.flatMap((table) =>
    table
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode))
      .map(([, address = '']) => address.split(':')[0] as string),
  );
}

test('nothing but loopback, unless told otherwise: what operators ask, and all else', async () => {
  const health = { UNDERSTUDY_HEALTH_PORT: '0' };
  const router = start('router', { UNDERSTUDY_CATALOG_URL: 'http://127.0.0.1:1', ...health });
  const all = [start('catalog'), start('console'), start('worker', health), router];
  // Public and admin port of the router are two; health has one of its own where that is asked for.
  const ports = { catalog: 1, console: 1, worker: 2, router: 3 };
  for (const { service, pid } of await Promise.all(all))
    expect(await listeningOf(pid), service).toEqual(Array(ports[service]).fill('0100007F'));
});
