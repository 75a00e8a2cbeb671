import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { allocateSmall, borrowLarge, forgetLarge, returnLarge, smallBytes } from '@understudy/direct-body';
import { UnderstudyError } from '@understudy/errors';
import { type PeerTrust, tlsOptions } from '@understudy/peer-protocol';
import { ChunkedBody } from './chunked-body.js';
import { parseHead, type ResponseHead } from './parse-head.js';
import { sendTogether } from './send-together.js';

/** What a connection tells whoever asked over it. */
export interface AnswerHandler {
  onHead(head: ResponseHead): void;
  /**
   * Bytes of the body, which are only good until it returns. False: they are still needed, or more would be too much; nothing
   * comes until `resume`, and the bytes stay good until then.
   */
  onBytes(bytes: Buffer): boolean;
  /** The body has ended as its framing says. The connection may be in other hands already. */
  onEnd(trailers: Readonly<Record<string, string>>): void;
  /** Comes instead of `onEnd`, and of `onHead` where there was none. */
  onBroken(error: Error): void;
}

/** Where a worker listens. */
export interface Address {
  /** Its base URL. */
  readonly url: string;
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly overTls: boolean;
}

/** More than any head of a worker. */
const maxHeadBytes = 16 * 1024;
const headEnd = Buffer.from('\r\n\r\n');
const noTrailers = Object.freeze({});

/**
 * One connection to a worker, with one request at a time:
 *
 *     idle ──send──▶ head ──▶ body ──▶ idle (kept alive) or closed
 *
 * In the clear it reads straight into a buffer of its own (`onread`), and hands that on without a copy or an allocation. While a player takes
 * all bytes at once and reads come back full, the buffer is a large one.
 */
export class Connection {
  /** Told when it is free for the next request, and when it is closed. */
  onIdle: (() => void) | undefined;
  onClosed: (() => void) | undefined;
  readonly #socket: Socket;
  readonly #small = allocateSmall();
  #large: Buffer | undefined;
  #wantsLarge = false;
  /** What was read into last: what is not handed on yet lies in it, and a player's write may still come out of it. */
  #buffer = this.#small;
  #handler: AnswerHandler | undefined;
  #onUnheard: (() => void) | undefined;
  #method = '';
  /** The beginning of a head that came in several reads. */
  #headBytes: Buffer | undefined;
  #head: ResponseHead | undefined;
  #chunked: ChunkedBody | undefined;
  /** Of a body whose length is known. */
  #bodyLeft = 0;
  /** What was read and not handed on yet, in `#buffer`. */
  #readAt = 0;
  #readEnd = 0;
  #held = false;
  #heardAnything = false;
  #closed = false;

  constructor({ url, host, port, overTls }: Address, trust?: PeerTrust) {
    const options = { host, port, noDelay: true, keepAlive: true };
    if (overTls) {
      this.#socket = connectTls({ ...options, ...tlsOptions(trust, host) });
      // With `onread` what is deciphered already would come though it is paused: node gives each read a buffer of its own here.
      this.#socket.on('data', (bytes) => this.#onRead(bytes.length, bytes as Buffer));
    } else {
      const buffer = () => this.#nextBuffer();
      const callback = (length: number, read: Uint8Array) => this.#onRead(length, read as Buffer);
      this.#socket = connect({ ...options, onread: { buffer, callback } });
    }
    this.#socket.on('error', (error) => {
      if (overTls) trust?.failed(url, error);
      this.#break(error);
    });
    this.#socket.once('end', () => this.#break(undefined));
    this.#socket.once('close', () => this.#break(undefined));
    this.#socket.resume();
  }

  /**
   * Sends a request without a body; `text` is its whole head. The connection must be idle. `onUnheard` is called in place of the handler's `onBroken` where
   * nothing of an answer came.
   */
  send(method: string, text: string, handler: AnswerHandler, onUnheard?: () => void): void {
    this.#handler = handler;
    this.#onUnheard = onUnheard;
    this.#method = method;
    this.#head = undefined;
    this.#heardAnything = false;
    this.#socket.ref();
    sendTogether(this.#socket, text);
  }

  /** Goes on after `onBytes` returned false. */
  resume(): void {
    if (!this.#held || this.#closed) return;
    this.#held = false;
    this.#handOn();
    if (this.#held || this.#closed) return;
    // While it was held the next read was given the small one: a thousand players that make us wait must not keep a megabyte each.
    this.#giveLargeBack();
    this.#socket.resume();
  }

  destroy(): void {
    this.#close();
  }

  /** Lets the process end while it is idle. */
  unref(): void {
    this.#socket.unref();
  }

  /** Called by the socket; false stops it reading. */
  #onRead(length: number, buffer: Buffer): boolean {
    this.#heardAnything = true;
    this.#buffer = buffer;
    this.#readAt = 0;
    this.#readEnd = length;
    this.#wantsLarge = length === buffer.length || (this.#wantsLarge && length >= smallBytes);
    this.#handOn();
    if (this.#closed) return false;
    if (this.#held) this.#socket.pause();
    return !this.#held;
  }

  /** Called by the socket after each read, also after one in which it was closed: where the next one goes. */
  #nextBuffer(): Buffer {
    if (this.#held || this.#closed) return this.#small;
    if (this.#wantsLarge) {
      this.#large ??= borrowLarge();
      return this.#large ?? this.#small;
    }
    this.#giveLargeBack();
    return this.#small;
  }

  #giveLargeBack(): void {
    if (this.#large !== undefined) returnLarge(this.#large);
    this.#large = undefined;
  }

  #handOn(): void {
    try {
      if (this.#head === undefined && !this.#readHead()) return;
      this.#readBody();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** Returns whether the head is whole now. */
  #readHead(): boolean {
    if (this.#handler === undefined)
      throw new UnderstudyError('peer_protocol', 'bytes that nobody asked for');
    let bytes = this.#buffer.subarray(this.#readAt, this.#readEnd);
    if (this.#headBytes !== undefined) bytes = Buffer.concat([this.#headBytes, bytes]);
    const end = bytes.indexOf(headEnd);
    if (end > maxHeadBytes || (end === -1 && bytes.length > maxHeadBytes))
      throw new UnderstudyError('peer_protocol', `the head of an answer has more than ${maxHeadBytes} bytes`);
    if (end === -1) {
      this.#headBytes = Buffer.from(bytes);
      this.#readAt = this.#readEnd;
      return false;
    }
    this.#readAt += end + headEnd.length - (this.#headBytes?.length ?? 0);
    this.#headBytes = undefined;
    const head = parseHead(bytes.toString('latin1', 0, end), this.#method);
    this.#head = head;
    this.#chunked = head.framing.kind === 'chunked' ? new ChunkedBody() : undefined;
    this.#bodyLeft = head.framing.kind === 'length' ? head.framing.bytes : 0;
    this.#handler.onHead(head);
    return !this.#closed;
  }

  #readBody(): void {
    while (!this.#held && !this.#closed && this.#head !== undefined) {
      if (this.#chunked === undefined ? this.#bodyLeft === 0 : this.#chunked.done) {
        this.#finish();
        return;
      }
      if (this.#readAt === this.#readEnd) return;
      const { start, end } = this.#bodyBytes();
      this.#readAt = end;
      if (start < end) this.#held = this.#handler?.onBytes(this.#buffer.subarray(start, end)) === false;
    }
  }

  #bodyBytes(): { start: number; end: number } {
    if (this.#chunked !== undefined)
      return this.#chunked.next(this.#buffer.subarray(0, this.#readEnd), this.#readAt);
    const end = Math.min(this.#readEnd, this.#readAt + this.#bodyLeft);
    this.#bodyLeft -= end - this.#readAt;
    return { start: this.#readAt, end };
  }

  #finish(): void {
    const handler = this.#handler;
    const trailers = this.#chunked?.trailers ?? noTrailers;
    const reusable = this.#head?.keepAlive === true && this.#readAt === this.#readEnd;
    this.#handler = undefined;
    this.#onUnheard = undefined;
    this.#head = undefined;
    this.#chunked = undefined;
    this.#wantsLarge = false;
    if (reusable) this.onIdle?.();
    else this.#close();
    handler?.onEnd(trailers);
  }

  #break(cause: Error | undefined): void {
    const why = cause === undefined ? '' : `: ${cause.message}`;
    this.#fail(new UnderstudyError('peer_unreachable', `the connection was closed${why}`, { cause }));
  }

  #fail(error: Error): void {
    const handler = this.#handler;
    this.#handler = undefined;
    const onUnheard = this.#heardAnything ? undefined : this.#onUnheard;
    this.#close();
    if (onUnheard !== undefined) onUnheard();
    else handler?.onBroken(error);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#handler = undefined;
    this.#onUnheard = undefined;
    this.#socket.destroy();
    // A player's write may still come out of it: then it is not lent again.
    if (this.#held) forgetLarge(this.#large);
    else this.#giveLargeBack();
    this.#large = undefined;
    this.onClosed?.();
  }
}
