import { randomBytes } from 'node:crypto';
import type { KeyDraft, KeyRecord } from './access-keys.js';
import { checkName } from './names.js';

/** Of one key at once: whoever rotates more often loses the oldest. */
const mostSecrets = 4;

/** The version of a table that has changed. At random: a store that was set back must not come to one that is known elsewhere. */
export function newKeyVersion(): string {
  return randomBytes(8).toString('hex');
}

export function recordOf({ digest, lifetimeMs, ...draft }: KeyDraft, nowMs: number): KeyRecord {
  return {
    ...draft,
    id: checkName('key ID', draft.id),
    createdAtMs: nowMs,
    ...(lifetimeMs !== undefined && { expiresAtMs: nowMs + lifetimeMs }),
    secrets: [{ digest }],
  };
}

/** With another secret; undefined for a key that was revoked. */
export function rotated(
  record: KeyRecord,
  digest: string,
  overlapMs: number,
  nowMs: number,
): KeyRecord | undefined {
  if (record.revokedAtMs !== undefined) return undefined;
  const before = record.secrets
    .map((secret) => ({ ...secret, untilMs: Math.min(secret.untilMs ?? Infinity, nowMs + overlapMs) }))
    .filter(({ untilMs }) => untilMs > nowMs);
  return {
    ...record,
    rotatedAtMs: nowMs,
    secrets: [{ digest }, ...before.slice(0, mostSecrets - 1)],
  };
}

/** One that was revoked before stays as it is. */
export function revoked(record: KeyRecord, nowMs: number): KeyRecord {
  return { ...record, revokedAtMs: record.revokedAtMs ?? nowMs };
}

/** Since when a key is good for nothing; undefined where it is good. */
function endedAtMs({ revokedAtMs, expiresAtMs }: KeyRecord, nowMs: number): number | undefined {
  const ends = [revokedAtMs, expiresAtMs].filter((atMs) => atMs !== undefined && atMs <= nowMs) as number[];
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Whose place another may take: the one that ended first. */
export function firstToForget(records: readonly KeyRecord[], nowMs: number): KeyRecord | undefined {
  const ended = records.flatMap((record) => {
    const atMs = endedAtMs(record, nowMs);
    return atMs === undefined ? [] : [{ record, atMs }];
  });
  return ended.sort((a, b) => a.atMs - b.atMs)[0]?.record;
}

export function byAge(a: KeyRecord, b: KeyRecord): number {
  return a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1);
}
