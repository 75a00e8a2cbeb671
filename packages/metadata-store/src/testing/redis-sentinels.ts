import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { launchRedis, redisCli } from './redis-process.js';
import { type RedisServer, startRedisServer } from './redis-server.js';

/** A real master with replicas, watched by real sentinels, on 127.0.0.1. */
export interface RedisSentinels {
  readonly url: string;
  /** The first was the master at the start. */
  readonly servers: readonly RedisServer[];
  /** In the order of the URL. */
  readonly sentinelPorts: readonly number[];
  /** Whom the sentinels take for the master. */
  master(): Promise<RedisServer>;
  /** Resolves when the master, as the sentinels see it, is another one than `former`, and takes writes. */
  untilPromoted(former: RedisServer): Promise<RedisServer>;
  /** Starts a killed server as a replica of `master`; resolves when it has all that the master has, on its disk too. */
  restartAsReplica(server: RedisServer, master: RedisServer): Promise<void>;
  /** SIGSTOP to the sentinel that the URL names at this place, and SIGCONT. */
  pauseSentinel(index: number): void;
  resumeSentinel(index: number): void;
  stop(): Promise<void>;
}

export interface RedisSentinelsOptions {
  /** Default 1. */
  readonly replicas?: number;
  /** How long a master must be silent to be replaced. Default a minute: never in a short test. */
  readonly downAfterMs?: number;
  readonly extraArguments?: readonly string[];
}

const sentinelCount = 3;
const quorum = 2;
const stepTimeoutMs = 30_000;

export async function startRedisSentinels(options: RedisSentinelsOptions = {}): Promise<RedisSentinels> {
  const { replicas = 1, downAfterMs = 60_000, extraArguments = [] } = options;
  // Otherwise a new replica's data are first written to a file of the master, five seconds after it came.
  const fastSync = ['--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', '0', ...extraArguments];
  const first = await startRedisServer(fastSync);
  const replicaOf = (master: RedisServer) => ['--replicaof', '127.0.0.1', `${master.port}`];
  const others = await Promise.all(
    Array.from({ length: replicas }, () => startRedisServer([...fastSync, ...replicaOf(first)])),
  );
  const servers = [first, ...others];
  await until('replicas', async () => (await connectedReplicas(first)) === replicas);
  for (const replica of others) await until('a replica in step', () => isInStep(replica));

  const dir = await mkdtemp(join(tmpdir(), 'understudy-sentinel-'));
  const ports = await Promise.all(Array.from({ length: sentinelCount }, freePort));
  const processes = await Promise.all(
    ports.map(async (port) => {
      const file = join(dir, `${port}.conf`);
      await writeFile(file, sentinelConfig(port, first.port, downAfterMs));
      return launchRedis([file, '--sentinel'], 'Sentinel ID is');
    }),
  );
  const [anyPort] = ports as [number, ...number[]];
  await until('sentinels that know each other and the replicas', async () => {
    const known = await Promise.all(ports.map((port) => redisCli(port, 'sentinel', 'master', 'mymaster')));
    return known.every(
      (text) =>
        text.includes(`num-other-sentinels\n${sentinelCount - 1}`) &&
        text.includes(`num-slaves\n${replicas}`),
    );
  });

  const master = async () => {
    const answer = await redisCli(anyPort, 'sentinel', 'get-master-addr-by-name', 'mymaster');
    const found = servers.find(({ port }) => answer.endsWith(`\n${port}`));
    if (found === undefined) throw new Error(`no master: ${answer}`);
    return found;
  };
  return {
    url: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}?name=mymaster`,
    servers,
    sentinelPorts: ports,
    master,
    async untilPromoted(former) {
      await until('another master', async () => {
        const now = await master();
        return now !== former && (await redisCli(now.port, 'role')).startsWith('master');
      });
      return master();
    },
    async restartAsReplica(server, of) {
      await server.restart(replicaOf(of));
      await until('a replica in step', () => isInStep(server));
    },
    pauseSentinel: (index) => processes[index]?.kill('SIGSTOP'),
    resumeSentinel: (index) => processes[index]?.kill('SIGCONT'),
    async stop() {
      for (const process of processes) {
        const gone = once(process, 'exit');
        process.kill('SIGKILL');
        await gone;
      }
      await Promise.all(servers.map((server) => server.stop()));
      await rm(dir, { recursive: true });
    },
  };
}

function sentinelConfig(port: number, masterPort: number, downAfterMs: number): string {
  return `bind 127.0.0.1
port ${port}
sentinel monitor mymaster 127.0.0.1 ${masterPort} ${quorum}
sentinel down-after-milliseconds mymaster ${downAfterMs}
sentinel failover-timeout mymaster ${Math.max(3 * downAfterMs, 2000)}
`;
}

async function connectedReplicas(server: RedisServer): Promise<number> {
  const info = await redisCli(server.port, 'info', 'replication');
  return (info.match(/state=online/g) ?? []).length;
}

/** With all that the master has, on its own disk too: after a full copy it writes its file anew, and until then has the old one. */
async function isInStep(replica: RedisServer): Promise<boolean> {
  const info = await redisCli(replica.port, 'info');
  return ['master_link_status:up', 'aof_rewrite_in_progress:0', 'aof_rewrite_scheduled:0'].every((line) =>
    info.includes(line),
  );
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const giveUpAtMs = performance.now() + stepTimeoutMs;
  while (!(await condition().catch(() => false))) {
    if (performance.now() > giveUpAtMs) throw new Error(`${what}: not within ${stepTimeoutMs} ms`);
    await wait(25);
  }
}
