import { createHash, type Hash } from 'node:crypto';
import {
  type Continuation,
  continueHeader,
  formatContinuation,
  type OpenResponse,
  pathwaysHeader,
} from '@understudy/peer-protocol';
import { requestIdHeader } from '@understudy/service-kit';
import type { AnswerHead } from './answer-head.js';
import type { PlayRequest } from './decode-request.js';
import type { Question } from './judge-answer.js';

/**
 * What a player has of its response, counted here and never taken from what a worker says: where the next worker goes on.
 *
 * `asked` → `begin` (the head is sent; etag, first byte and, if known, the end stand for good) → `took` … → whole
 */
export class Delivery {
  readonly request: PlayRequest;
  readonly #beganAtMs = performance.now();
  #worker: string | undefined;
  #moves = 0;
  #longestSilenceMs = 0;
  #etag: string | undefined;
  #first = 0;
  #position = 0;
  #end: number | undefined;
  /** Over all bytes sent since the first that may be of a piece that is not sealed: the manifest cannot vouch for those. */
  #sent: { readonly from: number; readonly hash: Hash } | undefined;

  constructor(request: PlayRequest) {
    this.request = request;
  }

  get begun(): boolean {
    return this.#etag !== undefined;
  }

  get etag(): string | undefined {
    return this.#etag;
  }

  /** The next byte of the resource that the player gets. */
  get position(): number {
    return this.#position;
  }

  get bytes(): number {
    return this.#position - this.#first;
  }

  /** What an operator is told of it. */
  get shown(): OpenResponse {
    const { requestId, contentId, part } = this.request;
    return {
      requestId,
      contentId: String(contentId),
      part,
      worker: this.#worker ?? null,
      position: this.#position,
      bytes: this.bytes,
      ageMs: Math.round(performance.now() - this.#beganAtMs),
      moves: this.#moves,
      silenceMs: Math.round(this.#longestSilenceMs),
    };
  }

  /** Which worker is asked now. */
  ask(worker: string): void {
    this.#worker = worker;
  }

  begin({ etag, first, end, unsealed }: AnswerHead): void {
    this.#etag = etag;
    this.#first = first;
    this.#position = first;
    this.#end = end;
    if (unsealed) this.#sent = { from: first, hash: createHash('sha256') };
  }

  /** Another worker goes on, after a silence. A response that began without a known end may have one now; a known one stands. */
  goOn({ end, unsealed }: AnswerHead, silenceMs: number): void {
    this.#moves += 1;
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, silenceMs);
    this.#end ??= end;
    if (unsealed) this.#sent ??= { from: this.#position, hash: createHash('sha256') };
  }

  /** Counts bytes that are sent. False, and nothing counted, when they lie behind the end. */
  took(bytes: Uint8Array): boolean {
    const position = this.#position + bytes.length;
    if (this.#end !== undefined && position > this.#end) return false;
    this.#position = position;
    this.#sent?.hash.update(bytes);
    return true;
  }

  /**
   * Whether a body that ended was all. `endTrailer` is what the worker put behind a body of unknown length: without it, and
   * without an end known before, nothing says that this was the end.
   */
  isWhole(endTrailer: string | undefined): boolean {
    if (this.#end !== undefined) return this.#position === this.#end;
    return endTrailer === String(this.#position);
  }

  /** What to ask the next worker, and with which headers: names and values in turn. */
  question(): { question: Question; headers: string[] } {
    const { method, requestId, pathways } = this.request;
    const headers = [requestIdHeader, requestId];
    if (pathways !== undefined) headers.push(pathwaysHeader, pathways);
    if (this.#etag === undefined) {
      headers.push(...this.request.headers);
      return { question: { kind: 'begin', method }, headers };
    }
    headers.push('if-match', this.#etag, continueHeader, formatContinuation(this.#continuation()));
    return { question: { kind: 'continue', etag: this.#etag, next: this.#position }, headers };
  }

  #continuation(): Continuation {
    const last = this.#end === undefined ? undefined : this.#end - 1;
    const continuation = { next: this.#position, last };
    if (this.#sent === undefined) return continuation;
    const { from, hash } = this.#sent;
    return { ...continuation, sent: { from, sha256: hash.copy().digest('hex') } };
  }
}
