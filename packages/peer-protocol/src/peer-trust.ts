import { isIP } from 'node:net';
import type { ConnectionOptions, SecureContext } from 'node:tls';

/** What a service shows its peers over TLS, and which of them it takes for peers. */
export interface PeerTrust {
  /** The certificate with its key and the authority, as the files have them now. */
  readonly secureContext: SecureContext;
  /** The name that the certificates of all peers have; undefined: the host of their URL. */
  readonly name: string | undefined;
  /** A connection to the peer at `url` failed; `error` may be of TLS, or of the network. */
  failed(url: string, error: Error): void;
}

/**
 * How a connection to a peer on `host` is made, which names no certificate where `trust` is undefined. `host` is a name or an
 * address, without brackets.
 */
export function tlsOptions(trust: PeerTrust | undefined, host: string | null | undefined): ConnectionOptions {
  const name = trust?.name ?? host ?? '';
  return {
    ...(trust !== undefined && { secureContext: trust.secureContext }),
    rejectUnauthorized: true,
    // RFC 6066 section 3: an address is no name; node compares it with those of the certificate all the same.
    servername: isIP(name) === 0 ? name : '',
  };
}
