import { acquire, isHeldBy, type Lease, neverHeld } from '../lease-rules.js';
import type { Leases } from '../leases.js';
import { checkName } from '../names.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

/** The rules are pure (`lease-rules.ts`). All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbLeases(environment: LmdbEnvironment): Leases {
  const claim = async (
    operation: string,
    key: string,
    owner: string,
    ttlMs: number,
    expectedToken: number | undefined,
  ) => {
    const leaseKey = lmdbKeys.lease(key);
    checkName('owner', owner);
    return environment.write(operation, (root) => {
      const before = (root.get(leaseKey) as Lease | undefined) ?? neverHeld;
      const { lease, result } = acquire(before, { owner, ttlMs, expectedToken }, Date.now());
      if (result.acquired) root.put(leaseKey, lease);
      return result;
    });
  };

  const changeHeld = async (
    operation: string,
    key: string,
    owner: string,
    token: number,
    change: (lease: Lease) => Lease,
  ) => {
    const leaseKey = lmdbKeys.lease(key);
    checkName('owner', owner);
    return environment.write(operation, (root) => {
      const before = (root.get(leaseKey) as Lease | undefined) ?? neverHeld;
      if (!isHeldBy(before, owner, token)) return false;
      root.put(leaseKey, change(before));
      return true;
    });
  };

  return {
    acquireLease: (key, owner, ttlMs) => claim('acquireLease', key, owner, ttlMs, undefined),
    takeOverLease: (key, owner, expectedToken, ttlMs) =>
      claim('takeOverLease', key, owner, ttlMs, expectedToken),
    renewLease: (key, owner, token, ttlMs) =>
      changeHeld('renewLease', key, owner, token, (lease) => ({ ...lease, expiresMs: Date.now() + ttlMs })),
    releaseLease: (key, owner, token) =>
      changeHeld('releaseLease', key, owner, token, (lease) => ({ ...lease, owner: '', expiresMs: 0 })),
  };
}
