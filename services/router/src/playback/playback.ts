import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Revocations } from '@understudy/metadata-store';
import type { OpaqueIds } from '@understudy/opaque-id';
import type { PeerSecrets } from '@understudy/peer-protocol';
import {
  anyVideo,
  type PlaybackClaims,
  type TokenJwk,
  TokenKeys,
  TokenVerifier,
} from '@understudy/playback-token';
import { AdmittedResponses } from './admitted-responses.js';
import { JwksFollower } from './follow-jwks.js';
import { Grants } from './grants.js';
import type { PlaybackConfig } from './playback-config.js';
import type { PlaybackEvents } from './playback-events.js';
import { RevocationWatch } from './revocation-watch.js';

/** What somebody brings to play something. */
export interface Bearer {
  /** The content ID of the video, also where a rendition is asked for. */
  readonly videoId: bigint;
  /** What stands in the path, from a playlist. */
  readonly grant: string | undefined;
  /** What stands in the query. */
  readonly token: unknown;
  readonly authorization: string | undefined;
  /** Whose request it is. */
  readonly address: string;
}

/** How somebody was admitted. */
export interface Admission {
  /** By a token; undefined where it was by a grant. */
  readonly claims: PlaybackClaims | undefined;
  /** When it is over, in seconds since 1970. */
  readonly expiresAtS: number;
}

interface Parts {
  readonly config: PlaybackConfig;
  /** Which all routers have: the first signs, all verify. */
  readonly secrets: PeerSecrets;
  readonly ids: Pick<OpaqueIds, 'decode'>;
  readonly store: Pick<Revocations, 'readRevocations'>;
  readonly events: PlaybackEvents;
}

/** Who may play, where playback is signed. What is revoked is known here; nothing is looked up for a request. */
export class Playback {
  readonly responses: AdmittedResponses;
  readonly #parts: Parts;
  readonly #grants: Grants;
  readonly #verifier: TokenVerifier;
  readonly #revocations: RevocationWatch;
  #jwks: JwksFollower | undefined;

  private constructor(parts: Parts, verifier: TokenVerifier) {
    const { config, events } = parts;
    this.#parts = parts;
    this.#verifier = verifier;
    this.#grants = new Grants(parts.secrets, config.grantS);
    this.responses = new AdmittedResponses(config);
    this.#revocations = new RevocationWatch({
      store: parts.store,
      pollMs: config.pollMs,
      onChange: (revoked) => {
        events.revocations(revoked.count);
        this.responses.cut((claims) => revoked.has(claims, Date.now()));
      },
    });
  }

  /** @throws UnderstudyError `invalid_configuration` */
  static async open(parts: Parts): Promise<Playback> {
    const { secrets, jwks, clockToleranceS, ...config } = parts.config;
    const verifier = await TokenVerifier.create(await TokenKeys.of(secrets, []), clockToleranceS);
    const playback = new Playback(parts, verifier);
    if (jwks !== undefined) {
      const onKeys = async (keys: readonly TokenJwk[]) => {
        verifier.use(await TokenKeys.of(secrets, keys));
        parts.events.keysLoaded(keys.map(({ kid }) => kid));
      };
      const listener = { onKeys, onFailed: (error: unknown) => parts.events.keysFailed(error) };
      try {
        playback.#jwks = await JwksFollower.start({ ...config, jwks }, listener);
      } catch (error) {
        playback.close();
        throw error;
      }
    }
    return playback;
  }

  /** Whether it is known whom to admit and what was revoked. */
  get isReady(): boolean {
    return this.#revocations.isKnown && this.#jwks?.isKnown !== false;
  }

  /**
   * Lets somebody in, or says why not.
   * @throws UnderstudyError `token_missing`, `token_invalid`, `token_expired`, `token_revoked`, `token_not_for_this_video`,
   * `token_not_for_this_address`; `no_worker_available` until it is known what was revoked
   */
  async admit(bearer: Bearer): Promise<Admission> {
    try {
      return bearer.grant === undefined
        ? await this.#admitByToken(bearer)
        : this.#admitByGrant(bearer, bearer.grant);
    } catch (error) {
      if (isUnderstudyError(error)) this.#parts.events.playbackRefused(error.code);
      throw error;
    }
  }

  /** A grant for what a playlist names, for whoever may have the playlist. */
  grantFor(videoId: bigint, { expiresAtS, addresses }: PlaybackClaims): string {
    const nowMs = Date.now();
    return this.#grants.issue({
      contentId: videoId,
      nowS: Math.floor(nowMs / 1_000),
      endsAtS: this.#parts.config.expiry === 'end' ? expiresAtS : undefined,
      notBeforeS: this.#revocations.revoked.notBeforeS(nowMs),
      addresses,
    });
  }

  /** Asks the metadata store now. Resolves with whether what was revoked before this call is obeyed. */
  readRevocations(): Promise<boolean> {
    return this.#revocations.readNow();
  }

  close(): void {
    this.#revocations.close();
    this.#jwks?.close();
  }

  #admitByGrant({ videoId, address }: Bearer, grant: string): Admission {
    const nowMs = Date.now();
    const notBeforeS = this.#revocations.revoked.notBeforeS(nowMs);
    const verdict = this.#grants.check(grant, {
      ...{ contentId: videoId, nowS: nowMs / 1_000, notBeforeS, address },
    });
    if (verdict.kind === 'refused') throw new UnderstudyError(verdict.code);
    this.#requireRevocations();
    return { claims: undefined, expiresAtS: verdict.expiresAtS };
  }

  async #admitByToken({ videoId, address, ...given }: Bearer): Promise<Admission> {
    const token = tokenIn(given);
    const verdict = await this.#verifier.verify(token, Date.now());
    if (verdict.kind !== 'good') throw new UnderstudyError(`token_${verdict.kind}`);
    const { claims } = verdict;
    // Under an older key of the IDs a video has another one.
    if (claims.subject !== anyVideo && this.#parts.ids.decode(claims.subject) !== videoId)
      throw new UnderstudyError('token_not_for_this_video');
    if (claims.addresses?.has(address) === false) throw new UnderstudyError('token_not_for_this_address');
    this.#requireRevocations();
    if (this.#revocations.revoked.has(claims, Date.now())) throw new UnderstudyError('token_revoked');
    return { claims, expiresAtS: claims.expiresAtS };
  }

  /** @throws UnderstudyError `no_worker_available` where nobody can say yet what is revoked */
  #requireRevocations(): void {
    if (this.#revocations.isKnown) return;
    throw new UnderstudyError('no_worker_available', 'what was revoked is not known yet', {
      retryAfterSeconds: 1,
    });
  }
}

/** RFC 6750 sections 2.1 and 2.3. @throws UnderstudyError `token_missing`, `token_invalid` */
function tokenIn({ token, authorization }: Pick<Bearer, 'token' | 'authorization'>): string {
  if (typeof token === 'string') return token;
  // It stands there twice.
  if (token !== undefined) throw new UnderstudyError('token_invalid');
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (bearer === undefined) throw new UnderstudyError('token_missing');
  return bearer;
}
