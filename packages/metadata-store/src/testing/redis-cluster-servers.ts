import { setTimeout as wait } from 'node:timers/promises';
import type { Certificates } from './certificates.js';
import { freePort } from './free-port.js';
import { redisCli } from './redis-process.js';
import { type RedisServer, startRedisServer } from './redis-server.js';

/** A real Redis Cluster on 127.0.0.1. */
export interface RedisClusterServers {
  /** Names the first two nodes. */
  readonly url: string;
  /** The masters, then the replicas. */
  readonly nodes: readonly RedisServer[];
  /** What `redis-cli` prints for a command at a node. */
  cli(node: RedisServer, ...args: readonly string[]): Promise<string>;
  /** Resolves when every node says that the cluster is whole, and every replica is in step. */
  untilWhole(): Promise<void>;
  stop(): Promise<void>;
}

export interface RedisClusterOptions {
  /** Default 0: for each of the three masters, none. */
  readonly replicasPerMaster?: number;
  /** How long a node must be silent to be replaced. Default a minute: never in a short test. */
  readonly nodeTimeoutMs?: number;
  readonly certificates?: Certificates;
  readonly extraArguments?: readonly string[];
}

const masters = 3;
/** Nodes get to know each other in about a second. */
const wholeTimeoutMs = 30_000;

export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisClusterServers> {
  const { replicasPerMaster = 0, nodeTimeoutMs = 60_000, certificates, extraArguments = [] } = options;
  const tls = certificates === undefined ? [] : ['--tls', '--cacert', certificates.ca];
  const ofTls = certificates === undefined ? [] : ['--tls-cluster', 'yes', '--tls-replication', 'yes'];
  const nodes = await Promise.all(
    Array.from({ length: masters * (1 + replicasPerMaster) }, async () => {
      const ofCluster = ['--cluster-enabled', 'yes', '--cluster-port', `${await freePort()}`];
      // A replica that had no time to get its data is not promoted.
      const timing = ['--cluster-node-timeout', `${nodeTimeoutMs}`, '--repl-diskless-sync-delay', '0'];
      return startRedisServer([...ofCluster, ...timing, ...ofTls, ...extraArguments], certificates);
    }),
  );
  const cli = (node: RedisServer, ...args: readonly string[]) => redisCli(node.port, ...tls, ...args);
  const untilWhole = async () => {
    const giveUpAtMs = performance.now() + wholeTimeoutMs;
    const expected = [/^cluster_state:ok/m, new RegExp(`^cluster_known_nodes:${nodes.length}\\b`, 'm')];
    for (;;) {
      const infos = await Promise.all(nodes.map((node) => cli(node, 'cluster', 'info')));
      const links = await Promise.all(nodes.map((node) => cli(node, 'info', 'replication')));
      const isWhole = infos.every((info) => expected.every((pattern) => pattern.test(info)));
      if (isWhole && !links.some((info) => info.includes('master_link_status:down'))) return;
      if (performance.now() > giveUpAtMs) throw new Error(`no cluster:\n${infos.join('\n')}`);
      await wait(25);
    }
  };
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  const [first] = nodes as [RedisServer, ...RedisServer[]];
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  try {
    await cli(
      first,
      '--cluster',
      'create',
      ...addresses,
      '--cluster-replicas',
      `${replicasPerMaster}`,
      '--cluster-yes',
    );
    await untilWhole();
  } catch (error) {
    await stop();
    throw error;
  }
  const query = certificates === undefined ? '' : `?tls=true&ca=${certificates.ca}`;
  return {
    url: `redis+cluster://${addresses.slice(0, 2).join(',')}${query}`,
    nodes,
    cli,
    untilWhole,
    stop,
  };
}
