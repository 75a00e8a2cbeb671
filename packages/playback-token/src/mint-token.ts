import { randomUUID } from 'node:crypto';
import type { TokenSecret } from './parse-keys.js';

export interface MintRequest {
  /** The opaque ID of the video, or `anyVideo`. */
  readonly subject: string;
  readonly ttlS: number;
  readonly viewer?: string | undefined;
  /** One address, or those with the same beginning: `203.0.113.0/24`. */
  readonly address?: string | undefined;
  readonly streams?: number | undefined;
}

export interface MintedToken {
  readonly token: string;
  /** Its `jti`, by which it can be revoked. */
  readonly tokenId: string;
  /** In seconds since 1970. */
  readonly expiresAtS: number;
}

/** Signs a token (HS256) that is good from now on. What it is asked to say is checked by the caller. */
export async function mintToken(
  { kid, secret }: TokenSecret,
  { subject, ttlS, viewer, address, streams }: MintRequest,
  nowMs: number,
): Promise<MintedToken> {
  const { SignJWT } = await import('jose');
  const issuedAtS = Math.floor(nowMs / 1_000);
  const expiresAtS = issuedAtS + ttlS;
  const tokenId = randomUUID();
  const token = await new SignJWT({
    ...(viewer !== undefined && { viewer }),
    ...(address !== undefined && { addr: address }),
    ...(streams !== undefined && { streams }),
  })
    .setProtectedHeader({ alg: 'HS256', kid, typ: 'JWT' })
    .setSubject(subject)
    .setJti(tokenId)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(expiresAtS)
    .sign(secret);
  return { token, tokenId, expiresAtS };
}
