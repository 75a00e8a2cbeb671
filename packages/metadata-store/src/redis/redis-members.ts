import type { LostMember, Member, Members } from '../membership.js';
import {
  canonicalMember,
  effectiveMember,
  lostKeptMs,
  lostMost,
  noteSeenEveryMs,
  toMembership,
} from '../membership-rules.js';
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
      [
        settings.storeAwayAfterMs,
        noteSeenEveryMs(settings.storeAwayAfterMs),
        lostKeptMs,
        lostMost,
        ...values,
      ],
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
      const [epoch, records, drains, lost] = await run('readMembership');
      const announced = (records as string[]).map((json) => JSON.parse(json) as Member);
      const drained = new Set(drains as string[]);
      return toMembership(
        Number(epoch),
        announced.map((member) => effectiveMember(member, drained.has(member.id))),
        JSON.parse(lost as string) as LostMember[],
      );
    },
  };
}
