import { webcrypto } from 'node:crypto';
import type { TokenJwk, TokenSecret } from './parse-keys.js';

type Key = webcrypto.CryptoKey;

/** The algorithms of tokens; no other is ever accepted. */
export const algorithms = ['HS256', 'EdDSA'] as const;

/**
 * The keys that tokens are verified with. A key is for one algorithm: a secret is never tried where a token says EdDSA, and a public key never
 * taken for a secret, whatever a token says of itself.
 */
export class TokenKeys {
  readonly #secrets: ReadonlyMap<string, Key>;
  readonly #public: ReadonlyMap<string, Key>;

  private constructor(secrets: ReadonlyMap<string, Key>, publicKeys: ReadonlyMap<string, Key>) {
    this.#secrets = secrets;
    this.#public = publicKeys;
  }

  /** @throws Error where one is no key */
  static async of(secrets: readonly TokenSecret[], jwks: readonly TokenJwk[]): Promise<TokenKeys> {
    const { subtle } = webcrypto;
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const imported = await Promise.all(
      secrets.map(
        async ({ kid, secret }) =>
          [kid, await subtle.importKey('raw', secret, hmac, false, ['verify'])] as const,
      ),
    );
    const publicKeys = await Promise.all(
      jwks.map(async ({ kid, x }) => {
        const jwk = { kty: 'OKP', crv: 'Ed25519', x };
        return [kid, await subtle.importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify'])] as const;
      }),
    );
    return new TokenKeys(new Map(imported), new Map(publicKeys));
  }

  /** The key that a token's header asks for. A token without `kid` is good where there is one key that it can mean. */
  find({ alg, kid }: { readonly alg?: unknown; readonly kid?: unknown }): Key | undefined {
    const keys = alg === 'HS256' ? this.#secrets : alg === 'EdDSA' ? this.#public : undefined;
    if (keys === undefined) return undefined;
    if (kid !== undefined) return typeof kid === 'string' ? keys.get(kid) : undefined;
    return keys.size === 1 ? [...keys.values()][0] : undefined;
  }
}
