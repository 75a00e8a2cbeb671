import type { LeaseResult } from './leases.js';

/** `owner` is empty when nobody has it. The token outlives its owners. */
export interface Lease {
  readonly owner: string;
  readonly token: number;
  readonly expiresMs: number;
}

export const neverHeld: Lease = { owner: '', token: 0, expiresMs: 0 };

/** The rule of `acquireLease`, and with an `expectedToken` that of `takeOverLease`. `lease` is what to store. */
export function acquire(
  lease: Lease,
  claim: { owner: string; ttlMs: number; expectedToken: number | undefined },
  nowMs: number,
): { lease: Lease; result: LeaseResult } {
  const isMine = lease.owner === claim.owner;
  const isFree = lease.owner === '' || lease.expiresMs <= nowMs;
  const isFoundDead = lease.token === claim.expectedToken;
  if (!isMine && !isFree && !isFoundDead) {
    const { owner, token, expiresMs } = lease;
    return { lease, result: { acquired: false, owner, token, expiresInMs: expiresMs - nowMs } };
  }
  const token = isMine ? lease.token : lease.token + 1;
  return {
    lease: { owner: claim.owner, token, expiresMs: nowMs + claim.ttlMs },
    result: { acquired: true, token },
  };
}

/** Also when it has run out: until somebody else takes it, it is its last owner's. */
export function isHeldBy(lease: Lease, owner: string, token: number): boolean {
  return lease.owner === owner && lease.token === token;
}
