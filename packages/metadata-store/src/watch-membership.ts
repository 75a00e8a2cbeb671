import { UnderstudyError } from '@understudy/errors';
import type { Membership, MembershipWatch, WatchOptions } from './membership.js';
import { maxPollIntervalMs } from './membership-rules.js';
import type { StoreSettings } from './metadata-store.js';

interface Source {
  readMembership(): Promise<Membership>;
  /** Calls `onHint` when the membership may have changed; the result ends that. */
  onHint(onHint: () => void): () => void;
}

/**
 * A store that counts from a lower epoch was emptied, or is a replica that had not heard of the last ones. Its members have to
 * announce themselves again, which they do within this many times `storeAwayAfterMs`; until then the last known ones stand.
 */
const graceFactor = 2;

/** The watch of every store; see `Members.watchMembership`. One read at a time; hints during a read cause one more. */
export function watchMembership(
  source: Source,
  onChange: (membership: Membership) => void,
  options: WatchOptions,
  settings: StoreSettings,
): MembershipWatch {
  const longestMs = maxPollIntervalMs(settings.storeAwayAfterMs);
  if (!(options.pollIntervalMs > 0 && options.pollIntervalMs <= longestMs)) {
    throw new UnderstudyError(
      'invalid_configuration',
      `pollIntervalMs must be above 0, at most ${longestMs}`,
    );
  }
  let current: Membership | undefined;
  let reachable = true;
  let closed = false;
  let reading = false;
  let hinted = false;
  let timer: NodeJS.Timeout | undefined;
  let behindSinceMs: number | undefined;

  /** Whether the store has lost what we know, and those who are there may not have told it yet. */
  const isBehind = (membership: Membership) => {
    if (current === undefined || membership.epoch >= current.epoch) behindSinceMs = undefined;
    else behindSinceMs ??= performance.now();
    const graceMs = graceFactor * settings.storeAwayAfterMs;
    return behindSinceMs !== undefined && performance.now() - behindSinceMs < graceMs;
  };

  const readOnce = async (): Promise<boolean> => {
    let membership: Membership;
    try {
      membership = await source.readMembership();
    } catch (error) {
      if (!closed && reachable) {
        reachable = false;
        options.onReachable?.(false, error);
      }
      return false;
    }
    if (closed) return false;
    if (!reachable) {
      reachable = true;
      options.onReachable?.(true);
    }
    if (!isBehind(membership) && !isSame(membership, current)) {
      behindSinceMs = undefined;
      current = membership;
      onChange(membership);
    }
    return true;
  };

  const poll = async (): Promise<boolean> => {
    clearTimeout(timer);
    reading = true;
    hinted = false;
    const succeeded = await readOnce();
    reading = false;
    if (!closed) {
      // A hint while the store is failing must not turn the wait between tries into a busy loop.
      timer = setTimeout(poll, hinted && succeeded ? 0 : options.pollIntervalMs);
    }
    return succeeded;
  };

  const endHints = source.onHint(() => {
    if (closed) return;
    hinted = true;
    if (!reading) void poll();
  });

  return {
    ready: poll(),
    get current() {
      return current;
    },
    get reachable() {
      return reachable;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      endHints();
    },
  };
}

/** After a failover an epoch may have been counted twice, for different members. */
function isSame(membership: Membership, current: Membership | undefined): boolean {
  return (
    membership.epoch === current?.epoch &&
    JSON.stringify(membership.members) === JSON.stringify(current.members)
  );
}
