import type * as Jose from 'jose';
import { type PlaybackClaims, readClaims } from './claims.js';
import { algorithms, type TokenKeys } from './token-keys.js';

export type TokenVerdict =
  | { readonly kind: 'good'; readonly claims: PlaybackClaims }
  | { readonly kind: 'expired' }
  /** Forged, malformed, not valid yet, or not for this. */
  | { readonly kind: 'invalid' };

/** Longer ones are not read: with every claim a token has less than a quarter of that. */
const mostCharacters = 4_096;
const form = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Verifies tokens (JWS compact, RFC 7515; JWT, RFC 7519; as RFC 8725 has it). Only computes; nothing is looked up. */
export class TokenVerifier {
  readonly #jose: typeof Jose;
  readonly #toleranceS: number;
  #keys: TokenKeys;

  private constructor(jose: typeof Jose, keys: TokenKeys, toleranceS: number) {
    this.#jose = jose;
    this.#keys = keys;
    this.#toleranceS = toleranceS;
  }

  /** `toleranceS`: by how much the clocks of issuers may differ from ours. */
  static async create(keys: TokenKeys, toleranceS: number): Promise<TokenVerifier> {
    // Loaded where playback is signed only.
    return new TokenVerifier(await import('jose'), keys, toleranceS);
  }

  /** These are the keys from now on. */
  use(keys: TokenKeys): void {
    this.#keys = keys;
  }

  /** Never rejects: what is wrong with a token is nobody's business but its bearer's, and may have it in its message. */
  async verify(token: string, nowMs: number): Promise<TokenVerdict> {
    if (token.length > mostCharacters || !form.test(token)) return { kind: 'invalid' };
    const { jwtVerify, errors } = this.#jose;
    const keyOf = (header: { alg?: unknown; kid?: unknown }) => {
      const key = this.#keys.find(header);
      if (key === undefined) throw new errors.JWKSNoMatchingKey();
      return key;
    };
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: [...algorithms],
        requiredClaims: ['sub', 'exp'],
        clockTolerance: this.#toleranceS,
        currentDate: new Date(nowMs),
      });
      const claims = readClaims(payload);
      return claims === undefined ? { kind: 'invalid' } : { kind: 'good', claims };
    } catch (error) {
      // Found out behind the signature.
      return error instanceof errors.JWTExpired ? { kind: 'expired' } : { kind: 'invalid' };
    }
  }
}
