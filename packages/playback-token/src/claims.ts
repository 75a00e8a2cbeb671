import { type AddressRange, parseAddressRange } from './address-range.js';

/** The subject of a token for every video. */
export const anyVideo = '*';

/** What a token says whose signature and times are good. Times are in seconds since 1970. */
export interface PlaybackClaims {
  /** `sub`: the opaque ID of the video, or `anyVideo`. */
  readonly subject: string;
  /** `exp` */
  readonly expiresAtS: number;
  /** `iat`; a token without it counts as issued before any time. */
  readonly issuedAtS: number | undefined;
  /** `jti` */
  readonly tokenId: string | undefined;
  readonly viewer: string | undefined;
  /** `addr`: whoever plays has one of these addresses. */
  readonly addresses: AddressRange | undefined;
  /** So many videos may be played at once by the viewer, or by the token where no viewer is named. */
  readonly streams: number | undefined;
}

/** What a token (`jti`) or a viewer may be called, and so what a revocation can name: 1 to 128 printable ASCII characters, without spaces. */
export const tokenNamePattern = /^[\x21-\x7e]{1,128}$/;
const subjectPattern = /^([0-9A-Za-z]{1,64}|\*)$/;
/** The most that `streams` may say. */
export const mostTokenStreams = 1_000;

/** The claims of a verified payload; undefined where one of them is not what it may be. Others are not looked at. */
export function readClaims(payload: Readonly<Record<string, unknown>>): PlaybackClaims | undefined {
  const { sub, exp, iat, jti, viewer, addr, streams } = payload;
  if (typeof sub !== 'string' || !subjectPattern.test(sub) || !isTime(exp)) return undefined;
  if (iat !== undefined && !isTime(iat)) return undefined;
  if (!isName(jti) || !isName(viewer)) return undefined;
  const addresses = typeof addr === 'string' ? parseAddressRange(addr) : undefined;
  if (addr !== undefined && addresses === undefined) return undefined;
  if (streams !== undefined) {
    if (!Number.isInteger(streams) || Number(streams) < 1 || Number(streams) > mostTokenStreams)
      return undefined;
    // Otherwise nobody could say whose they are.
    if (viewer === undefined && jti === undefined) return undefined;
  }
  return {
    subject: sub,
    expiresAtS: exp,
    issuedAtS: iat as number | undefined,
    tokenId: jti,
    viewer,
    addresses,
    streams: streams as number | undefined,
  };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isName(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && tokenNamePattern.test(value));
}
