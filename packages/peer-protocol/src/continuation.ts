/** From where to where a response goes on, and what the player has of it already. Positions are bytes of the resource. */
export interface Continuation {
  /** The next byte to send. */
  readonly next: number;
  /** The last byte to send; undefined: until the end of the resource, wherever that will be. */
  readonly last: number | undefined;
  /**
   * The bytes from `from` up to (not including) `next` were sent and have this SHA-256 (hex). Present where they came from
   * a growing artifact: the worker that goes on compares them with its own before it sends a byte.
   */
  readonly sent?: { readonly from: number; readonly sha256: string };
}

const pattern = /^(\d{1,15})-(\d{1,15})?(?:;sent=(\d{1,15}):([0-9a-f]{64}))?$/;

/** The value of the continue header, as `100-199;sent=0:<sha256>`. */
export function formatContinuation({ next, last, sent }: Continuation): string {
  return `${next}-${last ?? ''}${sent === undefined ? '' : `;sent=${sent.from}:${sent.sha256}`}`;
}

/** Reads what `formatContinuation` wrote; undefined for anything else. */
export function parseContinuation(text: string): Continuation | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, next, last, from, sha256] = match;
  const continuation = { next: Number(next), last: last === undefined ? undefined : Number(last) };
  if (continuation.last !== undefined && continuation.last < continuation.next) return undefined;
  if (from === undefined || sha256 === undefined) return continuation;
  if (Number(from) > continuation.next) return undefined;
  return { ...continuation, sent: { from: Number(from), sha256 } };
}
