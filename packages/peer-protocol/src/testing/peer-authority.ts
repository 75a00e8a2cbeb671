import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../../../infra/make-peer-certificates.sh', import.meta.url));

/** Paths of PEM files. */
export interface PeerCertificates {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** An authority that nobody else trusts, made as operators make theirs. */
export class PeerAuthority {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async create(): Promise<PeerAuthority> {
    const authority = new PeerAuthority(await mkdtemp(join(tmpdir(), 'understudy-peer-tls-')));
    // The first one makes the authority: several at once would each make one.
    await authority.sign('first');
    return authority;
  }

  /** Signs for a peer called `name`; once more under the same name replaces its files. `days` -1: it has expired. */
  async sign(name: string, { subject = 'IP:127.0.0.1', days = 2 } = {}): Promise<PeerCertificates> {
    const own = join(this.#directory, name);
    await promisify(execFile)('sh', [script, join(this.#directory, 'ca'), own, subject, String(days)]);
    return { cert: join(own, 'cert.pem'), key: join(own, 'key.pem'), ca: join(own, 'ca.pem') };
  }

  remove(): Promise<void> {
    return rm(this.#directory, { recursive: true });
  }
}

/** The environment of a service that shows these to its peers. */
export function peerTlsEnvironment({ cert, key, ca }: PeerCertificates): Record<string, string> {
  return { UNDERSTUDY_PEER_TLS_CERT: cert, UNDERSTUDY_PEER_TLS_KEY: key, UNDERSTUDY_PEER_TLS_CA: ca };
}
