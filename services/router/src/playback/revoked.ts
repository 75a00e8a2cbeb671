import type { Revocation } from '@understudy/metadata-store';
import type { PlaybackClaims } from '@understudy/playback-token';

/** What was revoked, as last known. */
export class Revoked {
  readonly #untilMs = new Map<string, number>();
  /** Times before which nothing is good any more, the latest first. */
  readonly #before: readonly { readonly timeS: number; readonly untilMs: number }[];

  constructor(entries: readonly Revocation[] = []) {
    for (const { kind, value, untilMs } of entries) this.#untilMs.set(`${kind} ${value}`, untilMs);
    this.#before = entries
      .filter(({ kind }) => kind === 'before')
      .map(({ value, untilMs }) => ({ timeS: Number(value), untilMs }))
      .sort((a, b) => b.timeS - a.timeS);
  }

  get count(): number {
    return this.#untilMs.size;
  }

  /** What was issued before this is not good any more, in seconds since 1970. */
  notBeforeS(nowMs: number): number {
    return this.#before.find(({ untilMs }) => untilMs > nowMs)?.timeS ?? 0;
  }

  has({ tokenId, viewer, issuedAtS }: PlaybackClaims, nowMs: number): boolean {
    const names = (key: string) => (this.#untilMs.get(key) ?? 0) > nowMs;
    if (tokenId !== undefined && names(`token ${tokenId}`)) return true;
    if (viewer !== undefined && names(`viewer ${viewer}`)) return true;
    const notBeforeS = this.notBeforeS(nowMs);
    // A token that does not say when it was issued may be as old as any.
    return notBeforeS > 0 && (issuedAtS ?? -1) < notBeforeS;
  }
}
