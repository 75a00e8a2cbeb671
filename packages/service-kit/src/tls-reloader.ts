import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { UnderstudyError } from '@understudy/errors';
import type { TlsIdentity } from './tls-server.js';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Of the authorities that sign for peers, where these show certificates too. */
  readonly ca?: string;
}

/** Takes an identity: a server of TLS does. */
export interface TlsUser {
  setSecureContext(options: SecureContextOptions): void;
}

export interface ReloadEvents {
  readonly onReloaded: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** A certificate is renewed days before it ends; a minute is soon enough to take it. */
const lookEveryMs = 60_000;

/** The TLS identity in files, read at the start, and again when they were replaced: renewal needs no restart. */
export class TlsReloader {
  readonly #files: TlsFiles;
  #current: TlsIdentity;
  #timer: NodeJS.Timeout | undefined;

  /** @throws UnderstudyError `invalid_configuration`, naming what is wrong with which file */
  constructor(files: TlsFiles) {
    this.#files = files;
    this.#current = readIdentity(files);
  }

  /** What the files held when they could be used last. */
  get identity(): TlsIdentity {
    return this.#current;
  }

  /** Gives `user` what the files hold from now on. A set that cannot be used is told of each time, and the last one stays. */
  follow(user: TlsUser, told: ReloadEvents, everyMs = lookEveryMs): void {
    this.#timer = setInterval(() => {
      try {
        const found = readIdentity(this.#files);
        if (isSame(found, this.#current)) return;
        user.setSecureContext({ ...found, minVersion: 'TLSv1.2' });
        this.#current = found;
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

function isSame(one: TlsIdentity, other: TlsIdentity): boolean {
  return (['cert', 'key', 'ca'] as const).every((part) => String(one[part]) === String(other[part]));
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
  const pair = { cert: read('certificate', files.cert), key: read('private key', files.key) };
  usable(pair, `${files.cert} and ${files.key} are no pair`);
  if (files.ca === undefined) return pair;
  const ca = read('authority', files.ca);
  // What is no PEM at all is passed over in silence, and then nobody is trusted.
  if (!ca.includes('-----BEGIN CERTIFICATE-----'))
    throw new UnderstudyError('invalid_configuration', `${files.ca} has no certificate in PEM`);
  usable({ ca }, `${files.ca} is no certificate`);
  return { ...pair, ca };
}

function usable(options: SecureContextOptions, otherwise: string): void {
  try {
    createSecureContext(options);
  } catch (cause) {
    throw new UnderstudyError('invalid_configuration', `${otherwise}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
