import { UnderstudyError } from '@understudy/errors';
import type { Membership, MembershipWatch, WatchOptions } from './membership.js';
import { maxPollIntervalMs } from './membership-rules.js';
import type { StoreSettings } from './metadata-store.js';

interface Source {
  readMembership(): Promise<Membership>;
  /** Calls `onHint` when the membership may have changed; the result ends that. */
  onHint(onHint: () => void): () => void;
}

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
    // Not `>`: a store that was restored from a backup may count from a lower epoch.
    if (membership.epoch !== current?.epoch) {
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
