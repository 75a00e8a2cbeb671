import type { LostMember, Member, MemberState, Membership } from './membership.js';

interface MemberRecord {
  readonly announced: Member;
  readonly drainRequested: boolean;
  readonly expiresMs: number;
}

/** All that is known of members. `seenMs` is when somebody last announced or read: the store was there then. */
export interface MembershipState {
  readonly epoch: number;
  readonly seenMs: number;
  readonly records: readonly MemberRecord[];
  /** What earlier versions wrote has none. */
  readonly lost?: readonly LostMember[];
}

/** For so long it is kept that a worker was lost, and of so many of them. */
export const lostKeptMs = 3_600_000;
export const lostMost = 100;

export const nobodyYet: MembershipState = { epoch: 0, seenMs: 0, records: [] };

/**
 * How often a reader notes that the store is there: rarely, so that many routers' polls do not become as many writes, but
 * several times within `storeAwayAfterMs`, or every quiet moment would count as an outage and no lease would ever run out.
 */
export function noteSeenEveryMs(storeAwayAfterMs: number): number {
  return storeAwayAfterMs / 6;
}

/** The slowest polling that cannot be taken for an outage, together with `noteSeenEveryMs`. */
export function maxPollIntervalMs(storeAwayAfterMs: number): number {
  return (storeAwayAfterMs * 2) / 3;
}

/** Whether reading at `nowMs` has anything to write. */
export function mustObserve(state: MembershipState, nowMs: number, storeAwayAfterMs: number): boolean {
  return (
    Math.abs(nowMs - state.seenMs) >= noteSeenEveryMs(storeAwayAfterMs) ||
    state.records.some((record) => record.expiresMs <= nowMs)
  );
}

/**
 * Removes those whose lease ran out. If nobody announced or read for `storeAwayAfterMs`, the store (or the whole machine)
 * was away, and every lease is longer by that time: otherwise the first reader after an outage would find nobody.
 */
export function observe(state: MembershipState, nowMs: number, storeAwayAfterMs: number): MembershipState {
  const silenceMs = nowMs - state.seenMs;
  const extraMs = silenceMs > storeAwayAfterMs ? silenceMs : 0;
  const records = state.records.map((record) => ({ ...record, expiresMs: record.expiresMs + extraMs }));
  const gone = records.filter(({ expiresMs }) => expiresMs <= nowMs).map(({ announced: { id } }) => id);
  return {
    epoch: state.epoch + (gone.length > 0 ? 1 : 0),
    seenMs: nowMs,
    records: records.filter(({ expiresMs }) => expiresMs > nowMs),
    lost: [
      ...stillLost(state, nowMs).filter(({ id }) => !gone.includes(id)),
      ...gone.map((id) => ({ id, atMs: nowMs })),
    ].slice(-lostMost),
  };
}

/** Those that were lost within the last hour. */
export function stillLost(
  { lost = [] }: { readonly lost?: readonly LostMember[] },
  nowMs: number,
): readonly LostMember[] {
  return lost.filter(({ atMs }) => nowMs - atMs < lostKeptMs);
}

/** Any difference counts, also one that placement does not depend on: who has the epoch has the truth. */
export function announce(state: MembershipState, member: Member, expiresMs: number): MembershipState {
  const before = findRecord(state, member.id);
  const isSame = JSON.stringify(before?.announced) === JSON.stringify(member);
  return {
    ...state,
    epoch: state.epoch + (isSame ? 0 : 1),
    records: [
      ...recordsWithout(state, member.id),
      { announced: member, drainRequested: before?.drainRequested ?? false, expiresMs },
    ],
    lost: (state.lost ?? []).filter(({ id }) => id !== member.id),
  };
}

/** The same state where it is no member. */
export function leave(state: MembershipState, workerId: string): MembershipState {
  if (findRecord(state, workerId) === undefined) return state;
  return { ...state, epoch: state.epoch + 1, records: recordsWithout(state, workerId) };
}

/** Undefined when there is no such member. */
export function requestState(
  state: MembershipState,
  workerId: string,
  wish: MemberState,
): MembershipState | undefined {
  const record = findRecord(state, workerId);
  if (record === undefined) return undefined;
  const drainRequested = wish === 'draining';
  if (record.drainRequested === drainRequested) return state;
  return {
    ...state,
    epoch: state.epoch + 1,
    records: [...recordsWithout(state, workerId), { ...record, drainRequested }],
  };
}

function findRecord(state: MembershipState, workerId: string): MemberRecord | undefined {
  return state.records.find((record) => record.announced.id === workerId);
}

function recordsWithout(state: MembershipState, workerId: string): MemberRecord[] {
  return state.records.filter((record) => record.announced.id !== workerId);
}

/** What others are to know: a member drains when it says so itself or the operator does. */
export function effectiveMember(announced: Member, drainRequested: boolean): Member {
  return drainRequested ? { ...announced, state: 'draining' } : announced;
}

/** Sorted, so that equal members make an equal membership. */
export function toMembership(
  epoch: number,
  members: readonly Member[],
  lost: readonly LostMember[] = [],
): Membership {
  // One of an earlier version takes no mark away when it is back.
  const away = lost.filter(({ id }) => !members.some((member) => member.id === id));
  return {
    epoch,
    members: members.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ...(away.length > 0 && { lost: away }),
  };
}

/** The fields of a member in a fixed order, so that equal members have equal JSON, and nothing else that the caller's object has. */
export function canonicalMember(member: Member): Member {
  const { id, url, zone, capacity, warmth, state, generators, pid, pool } = member;
  return {
    id,
    url,
    zone,
    capacity,
    warmth,
    state,
    generators,
    pid,
    ...(pool !== undefined && { pool }),
  };
}
