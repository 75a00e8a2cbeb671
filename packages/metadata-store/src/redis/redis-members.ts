import type { Member, Members, Membership } from '../membership.js';
import { canonicalMember, effectiveMember, noteSeenEveryMs, toMembership } from '../membership-rules.js';
import type { StoreSettings } from '../metadata-store.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';
import type { ScriptName } from './redis-scripts.js';

/** The rules are those of `membership-rules.ts`, in Lua. */
export function redisMembers(
  commands: RedisCommands,
  keys: RedisKeys,
  settings: StoreSettings,
): Omit<Members, 'watchMembership'> {
  const run = (script: ScriptName, ...values: (string | number)[]) =>
    commands.run(
      script,
      [keys.memberRecords, keys.memberLeases, keys.memberDrains, keys.memberState],
      [settings.storeAwayAfterMs, noteSeenEveryMs(settings.storeAwayAfterMs), ...values],
    );

  return {
    async announce(member, leaseMs) {
      const json = JSON.stringify(canonicalMember(member));
      const [epoch] = await run('announceMember', checkName('worker ID', member.id), json, leaseMs);
      return { epoch: Number(epoch) };
    },

    async leave(workerId) {
      await run('removeMember', checkName('worker ID', workerId));
    },

    async setMemberState(workerId, wish) {
      const [isMember] = await run('requestMemberState', checkName('worker ID', workerId), wish);
      return isMember === 1;
    },

    async readMembership() {
      const [epoch, records, drains] = await run('readMembership');
      return present(Number(epoch), records as string[], new Set(drains as string[]));
    },
  };
}

function present(epoch: number, records: readonly string[], drains: ReadonlySet<string>): Membership {
  const announced = records.map((json) => JSON.parse(json) as Member);
  return toMembership(
    epoch,
    announced.map((member) => effectiveMember(member, drains.has(member.id))),
  );
}
