import { constants, X509Certificate } from 'node:crypto';
import {
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  type TlsOptions,
} from 'node:tls';
import { type TlsIdentity, TlsReloader, type TlsUser } from '@understudy/service-kit';
import type { PeerTrust } from './peer-trust.js';

/** What a service shows its peers, and how it listens to them. */
export interface PeerTlsConfig {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** The name that the certificates of all peers have; undefined: the host of their URL. */
  readonly name: string | undefined;
  /** Whether it listens with TLS; it connects with it wherever an address is `https:`. */
  readonly listens: boolean;
}

export interface PeerTlsEvents {
  /** Until when the certificate that is shown from now on is good. */
  certificateUsed(endsAtMs: number): void;
  certificateNotUsed(error: unknown): void;
  /** The peer at `url` and we do not take each other's certificate. */
  peerUntrusted(url: string, error: Error): void;
}

/** Both ends are ours. */
const minVersion = 'TLSv1.3';
/** How long a handshake may take; node's own default is two minutes. */
const handshakeTimeoutMs = 10_000;
/** A certificate is looked at in every handshake: who resumed a session would show none. */
const secureOptions = constants.SSL_OP_NO_TICKET;

/** The certificate by which a service and its peers know each other, read again when its files are replaced. */
export class PeerTls implements PeerTrust {
  readonly name: string | undefined;
  readonly #reloader: TlsReloader;
  readonly #events: PeerTlsEvents;
  #secureContext: SecureContext;
  readonly #servers = new Set<TlsUser>();

  /** @throws UnderstudyError `invalid_configuration` */
  constructor(config: PeerTlsConfig, events: PeerTlsEvents, lookEveryMs?: number) {
    this.name = config.name;
    this.#events = events;
    this.#reloader = new TlsReloader(config);
    this.#secureContext = createSecureContext(contextOptions(this.#reloader.identity));
    const told = {
      onReloaded: () => this.#tellUsed(),
      onFailed: (error: unknown) => events.certificateNotUsed(error),
    };
    this.#reloader.follow({ setSecureContext: (identity) => this.#use(identity) }, told, lookEveryMs);
    this.#tellUsed();
  }

  /** For connections that are made from now on. */
  get secureContext(): SecureContext {
    return this.#secureContext;
  }

  /** For a server that takes whoever has a certificate of the authority, and nobody else. */
  get serverOptions(): TlsOptions {
    return {
      ...contextOptions(this.#reloader.identity),
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: handshakeTimeoutMs,
    };
  }

  /** Gives `server` what the files hold from now on. */
  serve(server: TlsUser): void {
    this.#servers.add(server);
  }

  /** Tells where a connection to a peer failed for its certificate, or for ours. */
  failed(url: string, error: Error): void {
    if (isOfTls(error)) this.#events.peerUntrusted(url, error);
  }

  close(): void {
    this.#reloader.close();
  }

  #use(identity: SecureContextOptions): void {
    const options = contextOptions(identity as TlsIdentity);
    this.#secureContext = createSecureContext(options);
    for (const server of this.#servers) server.setSecureContext(options);
  }

  #tellUsed(): void {
    const { cert } = this.#reloader.identity;
    this.#events.certificateUsed(Date.parse(new X509Certificate(cert).validTo));
  }
}

function contextOptions({ cert, key, ca }: TlsIdentity): SecureContextOptions {
  return { cert, key, ...(ca !== undefined && { ca }), minVersion, secureOptions };
}

const ofVerification =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_|HOSTNAME_MISMATCH|ERROR_IN_CERT)/;

/** By the codes of node and OpenSSL. A peer that takes our certificate for none closes without a word of why: `ECONNRESET` tells nothing. */
function isOfTls(error: Error & { readonly code?: string }): boolean {
  return (
    ofVerification.test(error.code ?? '') || error.message.startsWith('Client network socket disconnected')
  );
}
