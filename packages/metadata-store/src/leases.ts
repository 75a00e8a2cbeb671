/** `expiresInMs` and `owner` tell who holds it now. */
export type LeaseResult =
  | { readonly acquired: true; readonly token: number }
  | {
      readonly acquired: false;
      readonly owner: string;
      readonly token: number;
      readonly expiresInMs: number;
    };

/** What an artifact has leases for: to make it, and to put it into the archive. */
export const leasePurposes = ['generate', 'archive'] as const;

export function leaseKeyOf(purpose: (typeof leasePurposes)[number], artifactId: string): string {
  return `${purpose}:${artifactId}`;
}

/**
 * A lease has at most one owner at a time, by the store's clock. Its fencing token rises whenever it gets an owner other
 * than its last one: after it ran out, was released or was taken over. It falls 30 days after its artifact was forgotten at the
 * earliest.
 */
export interface Leases {
  /** Takes a free lease. The owner asking again gets the same token and a renewed lease, so a lost reply does no harm. */
  acquireLease(key: string, owner: string, ttlMs: number): Promise<LeaseResult>;

  /**
   * Takes a lease from a holder that the caller found dead, if its token is still `expectedToken`; a free one as
   * `acquireLease` does. Safe only because the former holder's token is then stale.
   */
  takeOverLease(key: string, owner: string, expectedToken: number, ttlMs: number): Promise<LeaseResult>;

  /** False when the lease has another owner or token: stop the work. True also after it ran out if nobody took it. */
  renewLease(key: string, owner: string, token: number, ttlMs: number): Promise<boolean>;

  /** False when it was not held by this owner with this token. */
  releaseLease(key: string, owner: string, token: number): Promise<boolean>;
}
