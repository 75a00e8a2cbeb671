import type { MetadataStore, StoreSettings } from '../metadata-store.js';
import { nodeClients, redisClients } from './redis-clients.js';
import { RedisCluster } from './redis-cluster.js';
import { RedisConnection } from './redis-connection.js';
import { redisKeys } from './redis-keys.js';
import { openRedisStore, type RedisAccess } from './redis-store.js';
import { parseRedisUrl, type RedisTarget } from './redis-url.js';

/** Opens the store on the Redis that a URL names: one server, the master that Sentinel names, or a cluster. */
export function openRedis(url: string, keyPrefix: string, settings: StoreSettings): Promise<MetadataStore> {
  const target = parseRedisUrl(url);
  const access = target.kind === 'cluster' ? clusterAccess(target, settings) : serverAccess(target, settings);
  return openRedisStore(access, redisKeys(keyPrefix), settings);
}

function serverAccess(target: RedisTarget, settings: StoreSettings): RedisAccess {
  const clients = redisClients(target, settings.commandTimeoutMs);
  return {
    kind: target.kind,
    connect: (onReachable) => new RedisConnection(clients, { ...settings, onReachable }),
    subscriber: () => clients.subscriber(),
  };
}

function clusterAccess(target: RedisTarget, settings: StoreSettings): RedisAccess {
  const { addresses } = target;
  let subscribers = 0;
  return {
    kind: target.kind,
    connect: (onReachable) => new RedisCluster(target, { ...settings, onReachable }),
    // What is published at one node is heard at all; the next address each time, so that a dead one is passed over.
    subscriber() {
      const address = addresses[subscribers % addresses.length] ?? addresses[0];
      subscribers += 1;
      return nodeClients(target, address, settings.commandTimeoutMs).subscriber();
    },
  };
}
