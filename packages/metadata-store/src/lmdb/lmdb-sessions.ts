import { forgottenAtOnce, type Sessions } from '../sessions.js';
import type { LmdbEnvironment, LmdbRoot } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

interface StoredSession {
  readonly json: string;
  readonly untilMs: number;
}

/** All processes are on one machine, so `Date.now()` is the store's clock. */
export function lmdbSessions(environment: LmdbEnvironment): Sessions {
  return {
    async saveSession(sessionKey, json, { ttlMs, most }) {
      const key = lmdbKeys.session(sessionKey);
      await environment.write('saveSession', (root) => {
        const nowMs = Date.now();
        const untilMs = nowMs + ttlMs;
        const before = root.get(key) as StoredSession | undefined;
        if (before !== undefined) root.remove(lmdbKeys.sessionEnd(before.untilMs, sessionKey));
        root.put(key, { json, untilMs } satisfies StoredSession);
        root.put(lmdbKeys.sessionEnd(untilMs, sessionKey), true);
        const count = countOf(root) + (before === undefined ? 1 : 0);
        root.put(lmdbKeys.sessionCount, count - forget(root, nowMs, count - most));
      });
    },

    async readSession(sessionKey) {
      const key = lmdbKeys.session(sessionKey);
      const stored = await environment.read(
        'readSession',
        (root) => root.get(key) as StoredSession | undefined,
      );
      return stored !== undefined && stored.untilMs > Date.now() ? stored.json : undefined;
    },
  };
}

const countOf = (root: LmdbRoot) => (root.get(lmdbKeys.sessionCount) as number | undefined) ?? 0;

/** Those whose time is over, and `above` at least, those whose time is over next. Gives how many. */
function forget(root: LmdbRoot, nowMs: number, above: number): number {
  const first = [...root.getKeys({ ...lmdbKeys.sessionEnds, limit: forgottenAtOnce })];
  const over = first.filter((key, index) => lmdbKeys.endOf(key) <= nowMs || index < above);
  for (const key of over) {
    root.remove(key);
    root.remove(lmdbKeys.session(lmdbKeys.lastPart(key)));
  }
  return over.length;
}
