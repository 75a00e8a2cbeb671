import { signRequest } from '@understudy/peer-protocol';
import fc from 'fast-check';
import { jsonValues } from './json.js';
import { fromParts, mutated, texts } from './texts.js';

/** A request as it is written to a socket. What is odd about it is in its parts; `changes` are made of the whole at last. */
export interface OddRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly framing: 'length' | 'chunked' | 'wrong-length' | 'both' | 'bad-chunks' | 'none';
  /** Whoever signs for a peer does so for the body as it is. */
  readonly changes: readonly { readonly at: number; readonly remove: number; readonly insert: string }[];
}

/** What is asked of a service: routes, with what may stand in them. */
export interface Askable {
  readonly method: string;
  readonly target: fc.Arbitrary<string>;
  /** As JSON text. */
  readonly body?: fc.Arbitrary<string>;
}

const fieldNames = [
  ...[
    'Range',
    'If-Range',
    'If-Match',
    'If-None-Match',
    'Accept-Encoding',
    'Accept',
    'Authorization',
    'X-API-Key',
  ],
  ...[
    'X-Request-Id',
    'X-Forwarded-For',
    'Forwarded',
    'Cookie',
    'Origin',
    'Content-Type',
    'Content-Encoding',
    'Expect',
  ],
  ...[
    'Upgrade',
    'Connection',
    'Transfer-Encoding',
    'Content-Length',
    'Host',
    'TE',
    'Trailer',
    'CMCD-Status',
    'CMCD-Object',
  ],
  ...[
    'Last-Event-ID',
    'traceparent',
    'tracestate',
    'understudy-continue',
    'understudy-relayed',
    'understudy-client',
  ],
  ...[
    'understudy-pathways',
    'understudy-date',
    'Digest',
    'Sec-Fetch-Site',
    'Access-Control-Request-Method',
    '__proto__',
  ],
];
const fieldValues = fc.oneof(
  fromParts(
    [
      'bytes=',
      '0-',
      '-',
      '5',
      ',',
      '"a"',
      'W/',
      '*',
      'gzip',
      ';q=0',
      'application/json',
      'text/plain',
      'close',
      'keep-alive',
    ],
    5,
  ),
  fc.constantFrom(
    ...[
      'bytes=0-0',
      'bytes=-5',
      'bytes=0-0,2-2',
      'bytes=18446744073709551615-',
      '100-continue',
      'h2c',
      'websocket',
      'chunked',
    ],
    ...[
      '0-;sent=0:',
      `0-99;sent=0:${'a'.repeat(64)}`,
      `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      '127.0.0.1, ::1',
    ],
    ...[
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'multipart/form-data',
      'bs,bsd=(1 2),sta=p',
    ],
    ...[`${'a'.repeat(9_000)}`, 'a=b; a=b'],
  ),
  texts,
);
const oddFields = fc.array(
  fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fieldNames) }, texts), fieldValues),
  {
    maxLength: 5,
  },
);
const changes = fc.array(
  fc.record({
    at: fc.nat(1_000),
    remove: fc.nat(4),
    insert: fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\r',
        '\n',
        '\u0000',
        ' ',
        '\t',
        ':',
        '\r\n\r\n',
        'GET / HTTP/1.1\r\n',
        '\u00ff\u00fe',
        '%00',
      ),
      texts,
    ),
  }),
  { maxLength: 2 },
);

/** Requests for what can be asked, most of them understood, with `signedBy` to be let in. */
export function oddRequests(
  askable: readonly Askable[],
  credentials: readonly (readonly [string, string])[],
): fc.Arbitrary<OddRequest> {
  return fc.constantFrom(...askable).chain(({ method, target, body }) =>
    fc.record({
      method: fc.oneof(
        { weight: 9, arbitrary: fc.constant(method) },
        fc.constantFrom(
          'HEAD',
          'OPTIONS',
          'PUT',
          'POST',
          'DELETE',
          'TRACE',
          'CONNECT',
          'PATCH',
          'get',
          'PROPFIND',
          'X',
        ),
      ),
      target: fc.oneof(
        { weight: 6, arbitrary: target },
        mutated(target, 2),
        fc.constantFrom('*', '//', '/..', 'http://a/', '/%'),
      ),
      version: fc.oneof(
        { weight: 19, arbitrary: fc.constant('HTTP/1.1') },
        fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9'),
      ),
      fields: fc
        .tuple(fc.oneof(fc.constantFrom(...credentials), fc.constant(undefined)), oddFields)
        .map(([known, others]) => (known === undefined ? others : [known, ...others])),
      body: fc.oneof(
        { weight: 4, arbitrary: body ?? fc.constant(undefined) },
        { weight: 1, arbitrary: fc.oneof(jsonValues, texts) },
      ),
      framing: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('length' as const, 'chunked' as const) },
        fc.constantFrom('wrong-length' as const, 'both' as const, 'bad-chunks' as const, 'none' as const),
      ),
      changes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, changes),
    }),
  );
}

/** Adds what stands for a peer: an authorization for what is asked. */
export type Sign = (request: {
  method: string;
  path: string;
  host: string;
  body: Buffer;
}) => Readonly<Record<string, string>>;

/** As a peer signs; any other method as what may change something. */
export function signAs(secret: Uint8Array): Sign {
  return ({ method, path, ...others }) =>
    method === 'GET' || method === 'HEAD'
      ? signRequest(secret, { method, path }, Date.now())
      : signRequest(secret, { method: method as 'POST', path, ...others }, Date.now());
}

/** The bytes of a request. */
export function requestBytes(request: OddRequest, host: string, sign?: Sign): Buffer {
  const { method, target, version, fields, body, framing } = request;
  const bytes = Buffer.from(body ?? '');
  const hasHost = fields.some(([name]) => name === 'Host');
  const hasType = fields.some(([name]) => name === 'Content-Type');
  const head = [
    `${method} ${target} ${version}`,
    ...(hasHost ? [] : [`Host: ${host}`]),
    ...(body === undefined || hasType ? [] : ['Content-Type: application/json']),
    ...Object.entries(sign?.({ method, path: target, host, body: bytes }) ?? {}).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...framingFields(framing, body === undefined ? undefined : bytes),
  ];
  const whole = Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'utf8'),
    ...(body === undefined ? [] : framed(framing, bytes)),
  ]);
  return request.changes.reduce<Buffer>((before, { at, remove, insert }) => {
    const place = Math.floor((before.length * at) / 1_000);
    return Buffer.concat([before.subarray(0, place), Buffer.from(insert), before.subarray(place + remove)]);
  }, whole);
}

function framingFields(framing: OddRequest['framing'], body: Buffer | undefined): string[] {
  if (body === undefined || framing === 'none') return [];
  const length = `Content-Length: ${body.length}`;
  if (framing === 'length') return [length];
  if (framing === 'wrong-length') return [`Content-Length: ${body.length + 7}`];
  return framing === 'both' ? [length, 'Transfer-Encoding: chunked'] : ['Transfer-Encoding: chunked'];
}

function framed(framing: OddRequest['framing'], body: Buffer): Buffer[] {
  if (framing === 'bad-chunks') return [Buffer.from('zz;x\r\n'), body, Buffer.from('\r\n-1\r\n\r\n')];
  if (framing !== 'chunked' && framing !== 'both') return [body];
  const half = body.length >> 1;
  const chunk = (bytes: Buffer) =>
    bytes.length === 0
      ? []
      : [Buffer.from(`${bytes.length.toString(16)};a=b\r\n`), bytes, Buffer.from('\r\n')];
  return [
    ...chunk(body.subarray(0, half)),
    ...chunk(body.subarray(half)),
    Buffer.from('0\r\nX-Trailer: 1\r\n\r\n'),
  ];
}
