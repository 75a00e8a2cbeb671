import type { Members, Membership } from '../membership.js';
import {
  announce,
  canonicalMember,
  effectiveMember,
  leave,
  type MembershipState,
  mustObserve,
  nobodyYet,
  observe,
  requestState,
  toMembership,
} from '../membership-rules.js';
import type { StoreSettings } from '../metadata-store.js';
import { checkName } from '../names.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export interface LmdbMembers extends Omit<Members, 'watchMembership'> {
  onHint(onHint: () => void): () => void;
}

/** The rules are pure (`membership-rules.ts`); here is only where the state comes from and goes to. */
export function lmdbMembers(environment: LmdbEnvironment, settings: StoreSettings): LmdbMembers {
  const change = (operation: string, apply: (state: MembershipState) => MembershipState) =>
    environment.write(operation, (root) => {
      const before = (root.get(lmdbKeys.membership) as MembershipState | undefined) ?? nobodyYet;
      const observed = observe(before, Date.now(), settings.storeAwayAfterMs);
      // A worker that went without a word was killed: its reader slot is still taken.
      if (observed.records.length < before.records.length) environment.releaseDeadReaders();
      const after = apply(observed);
      root.put(lmdbKeys.membership, after);
      return after;
    });

  const peek = (operation: string) =>
    environment.read(operation, (root) => {
      return (root.get(lmdbKeys.membership) as MembershipState | undefined) ?? nobodyYet;
    });

  return {
    async announce(member, leaseMs) {
      checkName('worker ID', member.id);
      const { epoch } = await change('announce', (state) =>
        announce(state, canonicalMember(member), Date.now() + leaseMs),
      );
      return { epoch };
    },

    async leave(workerId) {
      checkName('worker ID', workerId);
      await change('leave', (state) => leave(state, workerId));
    },

    async setMemberState(workerId, wish) {
      checkName('worker ID', workerId);
      let isMember = false;
      await change('setMemberState', (state) => {
        const after = requestState(state, workerId, wish);
        isMember = after !== undefined;
        return after ?? state;
      });
      return isMember;
    },

    async readMembership() {
      const state = await peek('readMembership');
      if (!mustObserve(state, Date.now(), settings.storeAwayAfterMs)) return present(state);
      return present(await change('readMembership', (observed) => observed));
    },

    onHint(onHint) {
      let lastEpoch: number | undefined;
      return environment.onCommit(async () => {
        const epoch = await peek('readEpoch').then(
          (state) => state.epoch,
          () => undefined,
        );
        if (epoch !== lastEpoch) onHint();
        lastEpoch = epoch;
      });
    },
  };
}

function present(state: MembershipState): Membership {
  const members = state.records.map((record) => effectiveMember(record.announced, record.drainRequested));
  return toMembership(state.epoch, members, state.lost);
}
