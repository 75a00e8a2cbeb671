import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ErrorCode } from '@understudy/errors';
import type { PeerSecrets } from '@understudy/peer-protocol';
import { type AddressRange, parseAddressRange } from '@understudy/playback-token';

/** What a grant is made of. Times are in seconds since 1970. */
export interface GrantRequest {
  /** Of the video; a grant is for its renditions, too. */
  readonly contentId: bigint;
  readonly nowS: number;
  /** Where it must not be good for longer than that. */
  readonly endsAtS?: number | undefined;
  /** What was issued before this is revoked. */
  readonly notBeforeS: number;
  readonly addresses?: AddressRange | undefined;
}

export type GrantVerdict =
  | { readonly kind: 'good'; readonly expiresAtS: number }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/** An end that is not a multiple of the step is put off to a whole minute, so that grants are the same for many. */
const endStepS = 60;
/** 128 bits. */
const macCharacters = 22;
const form = /^((?:[0-9a-z]{1,9})\.(?:[0-9a-z]{1,9})(?:\.[A-Za-z0-9_-]{1,58})?)\.([A-Za-z0-9_-]{22})$/;

/**
 * Grants: short texts in the path of what a playlist names, which admit to one video until a time. They are checked by an HMAC alone. All viewers
 * of a video get the same one within a step of a quarter of its lifetime, so that caches have its segments once.
 *
 * `{issued}.{expires}[.{addresses}].{mac}`: times in base 36, the address range of the token in base64url where it had one.
 */
export class Grants {
  /** The first signs. */
  readonly #keys: readonly Uint8Array[];
  readonly #lifetimeS: number;
  readonly #stepS: number;

  /** `secrets` are those that all routers have: the first signs, all verify. A grant is good for `lifetimeS` to 1.25 of it. */
  constructor(secrets: PeerSecrets, lifetimeS: number) {
    // Never the same key for two purposes.
    this.#keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'understudy playback grants', 32)),
    );
    this.#lifetimeS = lifetimeS;
    this.#stepS = Math.ceil(lifetimeS / 4);
  }

  issue({ contentId, nowS, endsAtS = Infinity, notBeforeS, addresses }: GrantRequest): string {
    const stepS = Math.floor(nowS / this.#stepS) * this.#stepS;
    const expiresAtS = Math.min(
      stepS + this.#stepS + this.#lifetimeS,
      Math.ceil(endsAtS / endStepS) * endStepS,
    );
    // What was revoked stays so, though the step has begun before; what is issued from then on is good.
    const issuedAtS = Math.max(stepS, notBeforeS);
    const parts = [issuedAtS, expiresAtS].map((timeS) => timeS.toString(36));
    if (addresses !== undefined) parts.push(Buffer.from(addresses.text).toString('base64url'));
    const said = parts.join('.');
    return `${said}.${macOf(this.#keys[0] as Uint8Array, contentId, said)}`;
  }

  check(
    grant: string,
    {
      contentId,
      nowS,
      notBeforeS,
      address,
    }: { contentId: bigint; nowS: number; notBeforeS: number; address: string },
  ): GrantVerdict {
    const [, said, mac] = form.exec(grant) ?? [];
    if (said === undefined || mac === undefined) return refused('token_invalid');
    const given = Buffer.from(mac);
    if (!this.#keys.some((key) => timingSafeEqual(given, Buffer.from(macOf(key, contentId, said)))))
      return refused('token_invalid');
    const [issued = '', expires = '', addresses] = said.split('.');
    const expiresAtS = Number.parseInt(expires, 36);
    if (expiresAtS <= nowS) return refused('token_expired');
    if (Number.parseInt(issued, 36) < notBeforeS) return refused('token_revoked');
    const range = addresses && parseAddressRange(Buffer.from(addresses, 'base64url').toString());
    if (range && !range.has(address)) return refused('token_not_for_this_address');
    return { kind: 'good', expiresAtS };
  }
}

function macOf(key: Uint8Array, contentId: bigint, said: string): string {
  const mac = createHmac('sha256', key).update(`${contentId} ${said}`).digest('base64url');
  return mac.slice(0, macCharacters);
}

function refused(code: ErrorCode): GrantVerdict {
  return { kind: 'refused', code };
}
