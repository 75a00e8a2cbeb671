import type { IncomingHttpHeaders } from 'node:http';

/** What is known of a resource when a request for it is judged. */
export interface Representation {
  /** With its quotes; weak for bytes that might be others tomorrow. */
  readonly etag: string;
  /** In bytes; undefined while it grows. */
  readonly totalLength: number | undefined;
}

export type Decision =
  | { readonly status: 304 }
  | { readonly status: 412 }
  | { readonly status: 416 }
  /** The whole. */
  | { readonly status: 200 }
  /** Bytes `first` to `last`; `last` is undefined where the range ends with what there is. */
  | { readonly status: 206; readonly first: number; readonly last: number | undefined }
  /** Of what grows: everything from `first` on, as it is made. `live` is the last position that the answer names. */
  | { readonly status: 206; readonly first: number; readonly live: string };

/** A longer header is not worth reading: positions may be as large as 64 bits have (RFC 8673 section 5). */
const rangePattern = /^bytes=(\d{0,20})-(\d{0,20})$/i;

/** Asked for with a last position from here on, of what grows, is everything that comes: no video has 100 GB. */
const veryLargeLast = 100_000_000_000;

/** Named as the last position where the player left it open: RFC 9110 section 14.4 has no word for "to the end", and this one is RFC 8673's. */
const openLast = '999999999999';

/**
 * What a GET or HEAD is answered, by its conditions in the order of RFC 9110 section 13.2.2, then its range. Several ranges,
 * other units and malformed ranges are ignored (section 14.2 allows it), and so is a suffix of what has no end yet.
 */
export function decide(
  headers: IncomingHttpHeaders,
  representation: Representation,
  method = 'GET',
): Decision {
  const { etag } = representation;
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && !listMatches(ifMatch, etag, 'strong')) return { status: 412 };
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && listMatches(ifNoneMatch, etag, 'weak')) return { status: 304 };
  const { range } = headers;
  // Section 14.2: Range is defined for GET, and MUST be ignored with another method. RFC 8673 section 2.1 defines it for HEAD, of what grows.
  const isDefined = method === 'GET' || representation.totalLength === undefined;
  if (range === undefined || !isDefined) return { status: 200 };
  // Section 13.1.5: If-Range compares strongly; without a match the whole is sent. A date cannot match: there is none.
  const ifRange = headers['if-range'];
  if (ifRange !== undefined && (isWeak(etag) || String(ifRange).trim() !== etag)) return { status: 200 };
  return decideRange(range, representation.totalLength, method);
}

function decideRange(range: string, totalLength: number | undefined, method: string): Decision {
  const match = rangePattern.exec(range.trim());
  if (match === null) return { status: 200 };
  const [, firstText, lastText] = match as unknown as [string, string, string];
  if (firstText === '') {
    if (lastText === '' || totalLength === undefined) return { status: 200 };
    const length = Math.min(Number(lastText), totalLength);
    return length === 0
      ? { status: 416 }
      : { status: 206, first: totalLength - length, last: totalLength - 1 };
  }
  const first = Number(firstText);
  const last = lastText === '' ? undefined : Number(lastText);
  if (last !== undefined && last < first) return { status: 200 };
  if (totalLength === undefined) {
    if (method === 'HEAD') return { status: 206, first, last };
    // A player that asks for everything gets everything, as it is made.
    if (first === 0 && last === undefined) return { status: 200 };
    // The rest is not what exists now: curl, wget and browsers that go on with a broken download would take that for the end.
    if (last === undefined) return { status: 206, first, live: openLast };
    return last < veryLargeLast ? { status: 206, first, last } : { status: 206, first, live: lastText };
  }
  if (first >= totalLength) return { status: 416 };
  return { status: 206, first, last: Math.min(last ?? totalLength - 1, totalLength - 1) };
}

/** Whether a list of entity tags (or `*`) has `etag`; a weak tag only matches in a weak comparison (section 8.8.3.2). */
function listMatches(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  return list.split(',').some((item) => {
    const tag = item.trim();
    if (tag === '*') return true;
    return comparison === 'weak' ? opaqueOf(tag) === opaqueOf(etag) : tag === etag && !isWeak(etag);
  });
}

const isWeak = (etag: string) => etag.startsWith('W/');
const opaqueOf = (etag: string) => (isWeak(etag) ? etag.slice(2) : etag);

/** Whether two entity tags are of the same resource, though one may have been given when its bytes were not final yet. */
export function isSameTag(one: string, other: string): boolean {
  return opaqueOf(one) === opaqueOf(other);
}
