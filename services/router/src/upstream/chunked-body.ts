import { UnderstudyError } from '@understudy/errors';

/** A chunk's size has at most this many digits and extensions; trailers are a few short fields. */
const maxLineBytes = 256;
const maxTrailerLines = 16;

const carriageReturn = 13;
const lineFeed = 10;
const sizePattern = /^([0-9a-fA-F]{1,12})[ \t]*(?:;|$)/;
const trailerPattern = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;

/**
 * Takes a chunked body apart (RFC 9112 section 7.1) as it comes, in pieces of any size:
 *
 *     size line ─▶ data ─▶ end of data ─▶ size line … ─▶ size 0 ─▶ trailers ─▶ done
 */
export class ChunkedBody {
  readonly trailers: Record<string, string> = Object.create(null);
  #state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size';
  #line = '';
  #left = 0;
  #trailerLines = 0;

  get done(): boolean {
    return this.#state === 'done';
  }

  /**
   * Reads on in `bytes` from `from` until there is data, or nothing is left. Returns the data's bounds; `start` equals `end` where
   * `bytes` is used up or the body has ended, `end` then is how far it was read.
   * @throws UnderstudyError `peer_protocol`
   */
  next(bytes: Uint8Array, from: number): { start: number; end: number } {
    let at = from;
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const end = Math.min(bytes.length, at + this.#left);
        this.#left -= end - at;
        if (this.#left === 0) this.#state = 'data-end';
        return { start: at, end };
      }
      at = this.#readLine(bytes, at);
    }
    return { start: at, end: at };
  }

  /** Reads on to the end of the line, and acts on the line when it is whole. Returns where it stopped. */
  #readLine(bytes: Uint8Array, from: number): number {
    const feed = bytes.indexOf(lineFeed, from);
    const end = feed === -1 ? bytes.length : feed;
    this.#line += Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString('latin1');
    if (this.#line.length > maxLineBytes) throw malformed('a line that is too long');
    if (feed === -1) return end;
    if (this.#line.charCodeAt(this.#line.length - 1) !== carriageReturn) throw malformed('a bare line feed');
    const line = this.#line.slice(0, -1);
    this.#line = '';
    this.#take(line);
    return feed + 1;
  }

  #take(line: string): void {
    if (this.#state === 'data-end') {
      if (line !== '') throw malformed('a chunk longer than its size');
      this.#state = 'size';
    } else if (this.#state === 'size') {
      const size = sizePattern.exec(line)?.[1];
      if (size === undefined) throw malformed('a malformed size');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailers' : 'data';
    } else if (line === '') {
      this.#state = 'done';
    } else {
      const [, name, value] = trailerPattern.exec(line) ?? [];
      this.#trailerLines += 1;
      if (name === undefined || this.#trailerLines > maxTrailerLines) throw malformed('malformed trailers');
      this.trailers[name.toLowerCase()] = value as string;
    }
  }
}

const malformed = (what: string) => new UnderstudyError('peer_protocol', `a chunked body with ${what}`);
