import { readFile } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/errors';
import { parseTokenJwks, type TokenJwk } from '@understudy/playback-token';
import { abortWithin } from '@understudy/service-kit';
import type { PlaybackConfig } from './playback-config.js';

/** More than a hundred keys with their certificates. */
const mostBytes = 1024 * 1024;
/** While none is known yet nobody can be admitted by one. */
const retryAfterMs = 1_000;

type Source = Pick<PlaybackConfig, 'jwksRefreshS' | 'jwksTimeoutMs'> & { readonly jwks: string };

interface Listener {
  /** The keys from now on; called when they have changed. */
  onKeys(keys: readonly TokenJwk[]): Promise<void>;
  /** The last known stand. Called once until it succeeds again. */
  onFailed(error: unknown): void;
}

/**
 * Keeps to the keys of a JWK Set at a path or a URL: looks again every so often, never because of a token. A file that cannot be used ends the
 * start; a URL that does not answer is asked again.
 */
export class JwksFollower {
  readonly #source: Source;
  readonly #listener: Listener;
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #text: string | undefined;
  #failing = false;

  private constructor(source: Source, listener: Listener) {
    this.#source = source;
    this.#listener = listener;
  }

  /** Resolves after the first try. @throws UnderstudyError `invalid_configuration` for a file */
  static async start(source: Source, listener: Listener): Promise<JwksFollower> {
    const follower = new JwksFollower(source, listener);
    await follower.#look();
    if (!follower.isKnown && !isUrl(source.jwks)) {
      follower.close();
      throw new UnderstudyError(
        'invalid_configuration',
        `UNDERSTUDY_PLAYBACK_JWKS names ${source.jwks}, which is no file with a JWK Set with public Ed25519 keys`,
      );
    }
    return follower;
  }

  /** Whether there are keys. */
  get isKnown(): boolean {
    return this.#text !== undefined;
  }

  close(): void {
    this.#closed.abort();
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      const text = await this.#read();
      if (text !== this.#text) await this.#listener.onKeys(parseTokenJwks(text));
      this.#text = text;
      this.#failing = false;
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      if (!this.#failing) this.#listener.onFailed(error);
      this.#failing = true;
    }
    if (this.#closed.signal.aborted) return;
    const refreshMs = this.#source.jwksRefreshS * 1_000;
    const afterMs = this.isKnown ? refreshMs : Math.min(refreshMs, retryAfterMs);
    this.#timer = setTimeout(() => void this.#look(), afterMs);
    this.#timer.unref();
  }

  async #read(): Promise<string> {
    const { jwks, jwksTimeoutMs } = this.#source;
    const { signal, over } = abortWithin(jwksTimeoutMs, this.#closed.signal);
    try {
      return isUrl(jwks) ? await download(jwks, signal) : await readFile(jwks, { encoding: 'utf8', signal });
    } finally {
      over();
    }
  }
}

async function download(jwks: string, signal: AbortSignal): Promise<string> {
  // Where it leads to was not configured.
  const answer = await fetch(jwks, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`the JWK Set was answered ${answer.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`the JWK Set is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}
