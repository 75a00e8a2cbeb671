import { UnderstudyError } from '@understudy/errors';
import { tokenNamePattern } from '@understudy/playback-token';

/** What of playback tokens can be revoked: one of them, all of a viewer, all that were issued before a time. */
export const revocationKinds = ['token', 'viewer', 'before'] as const;
export type RevocationKind = (typeof revocationKinds)[number];

export interface Revocation {
  readonly kind: RevocationKind;
  /** The `jti` of a token; a viewer as tokens name them; or seconds since 1970, in decimal digits. */
  readonly value: string;
  /** When it can be forgotten, in ms since 1970: no token that it is about is valid any more. */
  readonly untilMs: number;
}

export interface RevocationList {
  /** Another one after every change; empty where nothing was ever revoked. */
  readonly revision: string;
  /** Undefined where `revision` is the one that the caller knows. */
  readonly entries: readonly Revocation[] | undefined;
}

export interface Revocations {
  /**
   * Adds an entry, or gives one that is there another end. Those whose end has passed are forgotten with it. False, and nothing changed,
   * where `most` others are kept.
   */
  revoke(revocation: Revocation, most: number): Promise<boolean>;

  /** Takes an entry back. False where there is none. */
  unrevoke(kind: RevocationKind, value: string): Promise<boolean>;

  /** What is revoked; without the entries where they are those of `knownRevision`. */
  readRevocations(knownRevision?: string): Promise<RevocationList>;
}

const seconds = /^(0|[1-9]\d{0,11})$/;

/** Whether `value` can be what `kind` is about. */
export function isRevocable(kind: RevocationKind, value: string): boolean {
  return (kind === 'before' ? seconds : tokenNamePattern).test(value);
}

/** What an entry is kept under. @throws UnderstudyError `internal`: a caller's mistake */
export function revocationKey(kind: RevocationKind, value: string): string {
  if (!isRevocable(kind, value)) throw new UnderstudyError('internal', `nothing to revoke: ${kind}`);
  return `${kind} ${value}`;
}

/** As the Redis store keeps an entry. */
export function revocationText({ kind, value, untilMs }: Revocation): string {
  return `${untilMs} ${kind} ${value}`;
}

/** Reads what `revocationText` wrote. What this version does not know, because a newer one wrote it, is left out. */
export function parseRevocation(text: string): Revocation[] {
  const [until = '', kindText = '', value = ''] = text.split(' ');
  const kind = revocationKinds.find((each) => each === kindText);
  if (kind === undefined || !isRevocable(kind, value)) return [];
  return [{ kind, value, untilMs: Number(until) }];
}

export function byEnd(a: Revocation, b: Revocation): number {
  return a.untilMs - b.untilMs || (a.value < b.value ? -1 : 1);
}
