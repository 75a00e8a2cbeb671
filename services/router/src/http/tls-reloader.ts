import { readFileSync } from 'node:fs';
import { createSecureContext, type Server } from 'node:tls';
import { UnderstudyError } from '@understudy/errors';
import type { TlsIdentity } from '@understudy/service-kit';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A certificate is renewed days before it ends; a minute is soon enough to take it. */
const lookEveryMs = 60_000;

/** The TLS identity in two files, read at the start, and again when they were replaced: renewal needs no restart. */
export class TlsReloader {
  readonly identity: TlsIdentity;
  readonly #files: TlsFiles;
  #timer: NodeJS.Timeout | undefined;

  /** @throws UnderstudyError `invalid_configuration`, naming what is wrong with which file */
  constructor(files: TlsFiles) {
    this.#files = files;
    this.identity = readIdentity(files);
  }

  /** Gives `server` what the files hold from now on. A pair that cannot be used is told of each time, and the last one stays. */
  follow(
    server: Pick<Server, 'setSecureContext'>,
    told: { readonly onReloaded: () => void; readonly onFailed: (error: unknown) => void },
    everyMs = lookEveryMs,
  ): void {
    let current = this.identity;
    this.#timer = setInterval(() => {
      try {
        const found = readIdentity(this.#files);
        if (found.cert.equals(current.cert) && found.key.equals(current.key)) return;
        server.setSecureContext({ ...found, minVersion: 'TLSv1.2' });
        current = found;
        told.onReloaded();
      } catch (error) {
        told.onFailed(error);
      }
    }, everyMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

function readIdentity(files: TlsFiles): TlsIdentity {
  const read = (name: string, path: string) => {
    try {
      return readFileSync(path);
    } catch (cause) {
      throw new UnderstudyError('invalid_configuration', `${name} ${path}: ${(cause as Error).message}`, {
        cause,
      });
    }
  };
  const identity = { cert: read('certificate', files.cert), key: read('private key', files.key) };
  try {
    createSecureContext(identity);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new UnderstudyError('invalid_configuration', `${files.cert} and ${files.key} are no pair: ${why}`, {
      cause,
    });
  }
  return identity;
}
