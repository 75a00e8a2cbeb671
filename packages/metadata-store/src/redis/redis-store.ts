import type { MembershipWatch } from '../membership.js';
import type { MetadataStore, StoreSettings } from '../metadata-store.js';
import { watchMembership } from '../watch-membership.js';
import type { RedisClients } from './redis-clients.js';
import { RedisConnection } from './redis-connection.js';
import { redisDeletions } from './redis-deletions.js';
import { redisDescriptions } from './redis-descriptions.js';
import { redisGenerators } from './redis-generators.js';
import { RedisHints } from './redis-hints.js';
import { redisHolders } from './redis-holders.js';
import type { RedisKeys } from './redis-keys.js';
import { redisLeases } from './redis-leases.js';
import { redisManifests } from './redis-manifests.js';
import { redisMembers } from './redis-members.js';
import { redisViews } from './redis-views.js';

/** The store of many machines. Comes back unreachable rather than rejecting when Redis is down. */
export async function openRedisStore(
  clients: RedisClients,
  keys: RedisKeys,
  settings: StoreSettings,
): Promise<MetadataStore> {
  const connection = new RedisConnection(clients, settings);
  const hints = new RedisHints(clients, keys.memberState);
  const members = redisMembers(connection, keys, settings);
  const watches = new Set<MembershipWatch>();
  await connection.waitUntilReachable();
  return {
    ...redisDescriptions(connection, keys),
    ...redisDeletions(connection, keys, hints),
    ...members,
    ...redisGenerators(connection, keys),
    ...redisLeases(connection, keys),
    ...redisManifests(connection, keys),
    ...redisHolders(connection, keys),
    ...redisViews(connection, keys),
    watchMembership(onChange, options) {
      const source = {
        readMembership: members.readMembership,
        onHint: (onHint: () => void) => hints.listen(onHint),
      };
      const watch = watchMembership(source, onChange, options, settings);
      watches.add(watch);
      return watch;
    },
    async ping() {
      await connection.ask('ping', (client) => client.ping());
    },
    get reachable() {
      return connection.reachable;
    },
    async close() {
      for (const watch of watches) watch.close();
      hints.close();
      await connection.close();
    },
  };
}
