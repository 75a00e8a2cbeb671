import { UnderstudyError } from '@understudy/errors';

/** How the end of a body is found (RFC 9112 section 6.3). */
type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' };

export interface ResponseHead {
  readonly status: number;
  /** By lower-case name. A field that comes twice has its values with a comma between. */
  readonly headers: Readonly<Record<string, string>>;
  readonly framing: Framing;
  /** Whether the connection may be used again after the body. */
  readonly keepAlive: boolean;
}

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/;
const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const lineBreak = /[\r\n]/;
const lengthPattern = /^\d{1,15}$/;

/** Has no field but those that are set. What `Object.create(null)` makes V8 takes for a dictionary, which costs several times as much. */
const Fields = function Fields() {} as unknown as new () => Record<string, string>;
Fields.prototype = Object.create(null);

/**
 * Reads the head of a worker's answer, without the empty line at its end. Strict: what a proxy and a worker could read in two
 * ways is refused, as RFC 9112 section 6.3 asks for both lengths at once.
 * @throws UnderstudyError `peer_protocol`
 */
export function parseHead(text: string, method: string): ResponseHead {
  let end = lineEnd(text, 0);
  const status = statusLine.exec(text.slice(0, end));
  if (status === null) throw malformed('status line');
  const headers = new Fields();
  // Without an array of lines and one of each field's parts, which would be most of what a response allocates.
  while (end < text.length) {
    const start = end + 2;
    end = lineEnd(text, start);
    const colon = text.indexOf(':', start);
    if (colon === -1 || colon >= end) throw malformed('field');
    const name = text.slice(start, colon).toLowerCase();
    const value = trimmed(text, colon + 1, end);
    if (!fieldName.test(name) || lineBreak.test(value)) throw malformed('field');
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const code = Number(status[2]);
  // Nobody asks a worker to go on or to change the protocol.
  if (code < 200) throw malformed('status');
  return {
    status: code,
    headers,
    framing: framingOf(code, method, headers),
    keepAlive: status[1] === '1' && !/\bclose\b/i.test(headers['connection'] ?? ''),
  };
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\r\n', start);
  return end === -1 ? text.length : end;
}

/** Without spaces and tabs around it (RFC 9110 section 5.5): `trim` takes more than these. */
function trimmed(text: string, start: number, end: number): string {
  let [first, last] = [start, end];
  while (first < last && isBlank(text.charCodeAt(first))) first += 1;
  while (last > first && isBlank(text.charCodeAt(last - 1))) last -= 1;
  return text.slice(first, last);
}

const isBlank = (character: number) => character === 0x20 || character === 0x09;

function framingOf(status: number, method: string, headers: Record<string, string>): Framing {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (encoding !== undefined && length !== undefined) throw malformed('body with two lengths');
  if (length !== undefined && !lengthPattern.test(length)) throw malformed('content-length');
  if (method === 'HEAD' || status === 204 || status === 304) return { kind: 'none' };
  if (length !== undefined) return { kind: 'length', bytes: Number(length) };
  if (encoding?.toLowerCase() === 'chunked') return { kind: 'chunked' };
  // A body that ends with the connection has no end that can be told from a cut.
  throw malformed('body without a length');
}

const malformed = (what: string) =>
  new UnderstudyError('peer_protocol', `the head of an answer has a malformed ${what}`);
