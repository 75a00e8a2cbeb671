import type { MetadataStore, StoreSettings } from '../metadata-store.js';
import { OpenWatches } from '../open-watches.js';
import { watchMembership } from '../watch-membership.js';
import { PersistenceGuard } from './persistence-guard.js';
import { redisAccessKeys } from './redis-access-keys.js';
import { redisBudgets } from './redis-budgets.js';
import { redisCalibrations } from './redis-calibrations.js';
import type { RedisClients } from './redis-clients.js';
import type { RedisCommands } from './redis-commands.js';
import { redisCreators } from './redis-creators.js';
import { redisDeletions } from './redis-deletions.js';
import { type DurableRun, redisDescriptions } from './redis-descriptions.js';
import { redisGenerators } from './redis-generators.js';
import { RedisHints } from './redis-hints.js';
import { redisHolders } from './redis-holders.js';
import type { RedisKeys } from './redis-keys.js';
import { redisLeases } from './redis-leases.js';
import { redisManifests } from './redis-manifests.js';
import { redisMembers } from './redis-members.js';
import { redisReplication } from './redis-replication.js';
import { redisRevocations } from './redis-revocations.js';
import { redisRouters } from './redis-routers.js';
import { redisSessions } from './redis-sessions.js';
import type { RedisTarget } from './redis-url.js';
import { redisViews } from './redis-views.js';
import { redisWebhooks } from './redis-webhooks.js';

/** How the store gets at its Redis. */
export interface RedisAccess {
  readonly kind: RedisTarget['kind'];
  connect(onReachable: StoreSettings['onReachable']): RedisCommands;
  subscriber(): ReturnType<RedisClients['subscriber']>;
}

/**
 * The store of many machines. Comes back unreachable rather than rejecting when Redis is down.
 * @throws UnderstudyError `invalid_configuration` for a Redis that is there and refuses the database, or is not durable where that
 * is required
 */
export async function openRedisStore(
  access: RedisAccess,
  keys: RedisKeys,
  settings: StoreSettings,
): Promise<MetadataStore> {
  const { waitReplicas, requireDurable } = settings;
  let guard: PersistenceGuard | undefined;
  const commands = access.connect((reachable, cause) => {
    settings.onReachable(reachable, cause);
    if (reachable) guard?.look();
  });
  // WAIT holds up its connection while a replica is slow; polls and leases must not stand behind it.
  const writes = waitReplicas > 0 ? access.connect(() => {}) : commands;
  const hints = new RedisHints(() => access.subscriber(), keys.memberState);
  const members = redisMembers(commands, keys, settings);
  const watches = new OpenWatches();
  const close = async () => {
    watches.closeAll();
    hints.close();
    await Promise.all([...new Set([commands, writes])].map((each) => each.close()));
  };
  try {
    await Promise.all([...new Set([commands, writes])].map((each) => each.waitUntilReachable()));
  } catch (error) {
    await close();
    throw error;
  }

  const write: DurableRun = (script, scriptKeys, values) =>
    writes.run(script, scriptKeys, values, waitReplicas);
  let durably = write;
  if (requireDurable) {
    const kept = new PersistenceGuard(
      writes,
      access.kind,
      waitReplicas,
      keys.descriptions,
      settings.onUnsafe,
    );
    durably = (script, scriptKeys, values) => kept.around(() => write(script, scriptKeys, values));
    try {
      await kept.assertAtStart();
    } catch (error) {
      await close();
      throw error;
    }
    guard = kept;
  }

  return {
    ...redisDescriptions(commands, durably, keys, settings),
    ...redisDeletions(commands, durably, keys, hints),
    ...members,
    ...redisGenerators(commands, keys),
    ...redisLeases(commands, keys),
    ...redisManifests(commands, keys),
    ...redisHolders(commands, keys),
    ...redisReplication(commands, keys),
    ...redisRevocations(commands, durably, keys),
    ...redisRouters(commands, keys),
    ...redisCalibrations(commands, keys),
    ...redisCreators(commands, keys),
    ...redisBudgets(commands, keys),
    ...redisSessions(commands, keys),
    ...redisAccessKeys(commands, durably, keys, hints),
    ...redisViews(commands, keys),
    ...redisWebhooks(commands, durably, keys, settings),
    watchMembership(onChange, options) {
      const source = {
        readMembership: members.readMembership,
        onHint: (onHint: () => void) => hints.listen(onHint),
      };
      const watch = watchMembership(source, onChange, options, settings);
      return watches.keep(watch);
    },
    async ping() {
      await commands.ask('ping', keys.descriptions, (client) => client.ping());
    },
    get reachable() {
      return commands.reachable;
    },
    close,
  };
}
