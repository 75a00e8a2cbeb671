import { UnderstudyError } from '@understudy/errors';
import { parseTokenSecrets, type TokenSecret } from '@understudy/playback-token';
import type { EnvReader } from '@understudy/service-kit';

/** How tokens are judged, where playback is signed. */
export interface PlaybackConfig {
  readonly secrets: readonly TokenSecret[];
  /** The path or URL of a JWK Set. */
  readonly jwks: string | undefined;
  readonly jwksRefreshS: number;
  readonly jwksTimeoutMs: number;
  readonly clockToleranceS: number;
  /** Whether what plays when its token expires goes on to its end. */
  readonly expiry: 'finish' | 'end';
  /** For how long the addresses in a playlist are good. */
  readonly grantS: number;
  /** How often is asked what was revoked. */
  readonly pollMs: number;
}

/** Reads the variables; what they mean together is `parsePlayback`'s to say. */
export function readPlayback(read: EnvReader) {
  return {
    mode: read.choice('UNDERSTUDY_PLAYBACK', ['open', 'signed'], 'open'),
    secrets: read.optionalSecret('UNDERSTUDY_PLAYBACK_SECRETS'),
    jwks: read.optionalText('UNDERSTUDY_PLAYBACK_JWKS'),
    jwksRefreshS: read.integer('UNDERSTUDY_PLAYBACK_JWKS_REFRESH_S', { fallback: 60, min: 1, max: 86_400 }),
    jwksTimeoutMs: read.integer('UNDERSTUDY_PLAYBACK_JWKS_TIMEOUT_MS', {
      fallback: 5_000,
      min: 100,
      max: 60_000,
    }),
    clockToleranceS: read.integer('UNDERSTUDY_PLAYBACK_CLOCK_TOLERANCE_S', { fallback: 5, min: 0, max: 300 }),
    expiry: read.choice('UNDERSTUDY_PLAYBACK_EXPIRY', ['finish', 'end'], 'finish'),
    grantS: read.integer('UNDERSTUDY_PLAYBACK_GRANT_S', { fallback: 3_600, min: 60, max: 86_400 }),
    // A revocation must be everywhere within a second.
    pollMs: read.integer('UNDERSTUDY_PLAYBACK_POLL_MS', { fallback: 500, min: 50, max: 900 }),
  };
}

/**
 * Undefined where playback is open.
 * @throws UnderstudyError `invalid_configuration`
 */
export function parsePlayback({
  mode,
  secrets,
  jwks,
  ...others
}: ReturnType<typeof readPlayback>): PlaybackConfig | undefined {
  if (mode === 'open') return undefined;
  if (secrets === undefined && jwks === undefined)
    throw new UnderstudyError(
      'invalid_configuration',
      'UNDERSTUDY_PLAYBACK=signed needs UNDERSTUDY_PLAYBACK_SECRETS or UNDERSTUDY_PLAYBACK_JWKS: with neither no token would be valid',
    );
  const name = 'UNDERSTUDY_PLAYBACK_SECRETS';
  return { ...others, jwks, secrets: secrets === undefined ? [] : parseTokenSecrets(name, secrets) };
}
