import { UnderstudyError } from '@understudy/errors';
import type { PlaybackClaims } from '@understudy/playback-token';

/** As long as a timer can be; nothing plays for so long. */
const longestTimerMs = 2 ** 31 - 1;

/** Why a token is not good any more. */
export type EndReason = 'revoked' | 'expired';

interface Admitted {
  readonly claims: PlaybackClaims;
  readonly cut: (reason: EndReason) => void;
}

/** The responses that play by a token now: what they may be, and what ends them. Those of segments, by a grant, are not among them. */
export class AdmittedResponses {
  readonly #endsWithToken: boolean;
  readonly #toleranceS: number;
  readonly #open = new Set<Admitted>();
  /** By viewer or token: how many videos it plays. */
  readonly #playing = new Map<string, number>();

  constructor({ expiry, clockToleranceS }: { expiry: 'finish' | 'end'; clockToleranceS: number }) {
    this.#endsWithToken = expiry === 'end';
    this.#toleranceS = clockToleranceS;
  }

  /**
   * `isStream`: whether it is one of those that `streams` counts. `cut` ends it. Returns what to call when it ends.
   * @throws UnderstudyError `too_many_streams_for_token`
   */
  open(claims: PlaybackClaims, isStream: boolean, cut: Admitted['cut']): () => void {
    const release = isStream ? this.#count(claims) : () => {};
    const admitted = { claims, cut };
    this.#open.add(admitted);
    const leftMs = (claims.expiresAtS + this.#toleranceS) * 1_000 - Date.now();
    const timer =
      this.#endsWithToken && leftMs <= longestTimerMs ? setTimeout(() => cut('expired'), leftMs) : undefined;
    return () => {
      clearTimeout(timer);
      this.#open.delete(admitted);
      release();
    };
  }

  /** Cuts those that are revoked. */
  cut(isRevoked: (claims: PlaybackClaims) => boolean): void {
    for (const { claims, cut } of [...this.#open]) if (isRevoked(claims)) cut('revoked');
  }

  #count({ streams, viewer, tokenId }: PlaybackClaims): () => void {
    if (streams === undefined) return () => {};
    const whose = viewer === undefined ? `token ${tokenId}` : `viewer ${viewer}`;
    const playing = this.#playing.get(whose) ?? 0;
    if (playing >= streams)
      throw new UnderstudyError('too_many_streams_for_token', `${playing} of ${streams}`, {
        retryAfterSeconds: 1,
      });
    this.#playing.set(whose, playing + 1);
    return () => {
      const left = (this.#playing.get(whose) ?? 1) - 1;
      if (left === 0) this.#playing.delete(whose);
      else this.#playing.set(whose, left);
    };
  }
}
