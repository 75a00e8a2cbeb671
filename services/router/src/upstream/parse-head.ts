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
const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
const lengthPattern = /^\d{1,15}$/;

/**
 * Reads the head of a worker's answer, without the empty line at its end. Strict: what a proxy and a worker could read in two
 * ways is refused, as RFC 9112 section 6.3 asks for both lengths at once.
 * @throws UnderstudyError `peer_protocol`
 */
export function parseHead(text: string, method: string): ResponseHead {
  const lines = text.split('\r\n');
  const status = statusLine.exec(lines[0] as string);
  if (status === null) throw malformed('status line');
  const headers: Record<string, string> = Object.create(null);
  for (let index = 1; index < lines.length; index += 1) {
    const field = fieldLine.exec(lines[index] as string);
    if (field === null) throw malformed('field');
    const name = (field[1] as string).toLowerCase();
    const value = field[2] as string;
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
