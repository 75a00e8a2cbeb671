import { UnderstudyError } from '@understudy/errors';
import { type EnvReader, parseSecret } from '@understudy/service-kit';
import type { PeerSecrets } from './peer-secrets.js';
import type { PeerTlsConfig } from './peer-tls.js';

/** How services know each other. */
export interface PeerConfig {
  readonly secrets: PeerSecrets;
  /** By how much the clocks of two services may differ, and how long a recorded request is good. */
  readonly windowMs: number;
  /** How many requests that may change something are remembered at most. */
  readonly replaysKept: number;
  /** Undefined where they talk in the clear. */
  readonly tls: PeerTlsConfig | undefined;
}

/** An old one, a new one, and one that was made in between by mistake. */
const mostSecrets = 3;

/** Reads the variables; what they mean together is `parsePeerConfig`'s to say. */
export function readPeerConfig(read: EnvReader) {
  return {
    secret: read.secret('UNDERSTUDY_PEER_SECRET'),
    windowS: read.integer('UNDERSTUDY_PEER_WINDOW_S', { fallback: 60, min: 1, max: 600 }),
    replaysKept: read.integer('UNDERSTUDY_PEER_REPLAYS_KEPT', {
      fallback: 100_000,
      min: 100,
      max: 10_000_000,
    }),
    cert: read.optionalText('UNDERSTUDY_PEER_TLS_CERT'),
    key: read.optionalText('UNDERSTUDY_PEER_TLS_KEY'),
    ca: read.optionalText('UNDERSTUDY_PEER_TLS_CA'),
    name: read.optionalText('UNDERSTUDY_PEER_TLS_NAME'),
    mode: read.choice('UNDERSTUDY_PEER_TLS_MODE', ['listen', 'connect'], 'listen'),
  };
}

/** @throws UnderstudyError `invalid_configuration` */
export function parsePeerConfig({
  secret,
  windowS,
  replaysKept,
  ...tls
}: ReturnType<typeof readPeerConfig>): PeerConfig {
  return { secrets: parseSecrets(secret), windowMs: windowS * 1_000, replaysKept, tls: parseTls(tls) };
}

function parseSecrets(text: string): PeerSecrets {
  const name = 'UNDERSTUDY_PEER_SECRET';
  const [first = '', ...others] = text.split(',').map((each) => each.trim());
  if (others.length >= mostSecrets)
    throw new UnderstudyError(
      'invalid_configuration',
      `${name} must be ${mostSecrets} secrets at most, with commas between`,
    );
  return [parseSecret(name, first), ...others.map((each) => parseSecret(name, each))];
}

function parseTls({
  cert,
  key,
  ca,
  name,
  mode,
}: Pick<ReturnType<typeof readPeerConfig>, 'cert' | 'key' | 'ca' | 'name' | 'mode'>):
  | PeerTlsConfig
  | undefined {
  if (cert !== undefined && key !== undefined && ca !== undefined)
    return { cert, key, ca, name, listens: mode === 'listen' };
  if (cert === undefined && key === undefined && ca === undefined && name === undefined) return undefined;
  throw new UnderstudyError(
    'invalid_configuration',
    'UNDERSTUDY_PEER_TLS_CERT, UNDERSTUDY_PEER_TLS_KEY and UNDERSTUDY_PEER_TLS_CA must be set together: ' +
      'peers show each other a certificate, and know by the authority whom to take for one',
  );
}
