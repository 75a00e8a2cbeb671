import {
  formatContinuation,
  formatPathways,
  parseClientKey,
  parseContentId,
  parseContinuation,
  parseCopiesQuestion,
  parseFeedRequest,
  parseIdentityQuestion,
  parsePathways,
  parsePieceRanges,
  parseStatusesQuestion,
  parseStoredNotice,
  signRequest,
  verifyRequest,
} from '@understudy/peer-protocol';
import fc from 'fast-check';
import { expect } from 'vitest';
import { mutatedJson, parsed } from './arbitraries/json.js';
import { fromParts, mutated, texts } from './arbitraries/texts.js';
import { fuzz, unlessRefused } from './fuzz.js';

const piece = fc.constantFrom('init', 'poster', 'storyboard-0', '0', '17');
const number = fc.nat(1_000);
const messages = fc.oneof(
  fc.record({
    follower: fc.constant('w2'),
    sealed: fc.array(piece, { maxLength: 4 }),
    partial: fc.array(fc.record({ piece, bytes: number }), { maxLength: 2 }),
    wants: fc.array(fc.oneof(fc.record({ piece }), fc.record({ from: number, to: number })), {
      maxLength: 3,
    }),
    storyboard: fc.record({
      sealed: fc.array(number, { maxLength: 2 }),
      wants: fc.array(number, { maxLength: 2 }),
    }),
  }),
  fc.record({
    follower: fc.constant('w2'),
    edition: number,
    pieces: fc.array(fc.record({ piece, bytes: number })),
  }),
  fc.record({
    promise: fc.boolean(),
    copies: fc.array(
      fc.record({
        contentId: fc.constantFrom('1', '18446744073709551615'),
        artifactId: fc.constant('a'.repeat(32)),
        pieces: fc.constantFrom('init,0-4', ''),
      }),
    ),
  }),
  fc.record({ contentIds: fc.array(fc.constantFrom('1', '2')) }),
  fc.record({
    id: fc.constant('w1'),
    url: fc.constant('http://127.0.0.1:1'),
    pid: number,
    instance: fc.constant('i'),
  }),
);

// A peer that sends nonsense is told so, whichever question it was to be.
fuzz('peer-messages', mutatedJson(messages), (text) => {
  const message = parsed(text);
  if (message === undefined) return;
  for (const parse of [
    parseFeedRequest,
    parseStoredNotice,
    parseCopiesQuestion,
    parseStatusesQuestion,
    parseIdentityQuestion,
  ])
    unlessRefused(() => parse(message.value), 'bad_request');
});

const continuation = `100-199;sent=0:${'a'.repeat(64)}`;
const pathways = '/v/11hH6xakHdQzSFRpRqN5SfvN/ p1=https://a.example p2=https://b.example:1/x';

// What is read from a header is what would be written into it.
fuzz(
  'peer-headers',
  fc.record({
    continuation: fc.oneof(
      mutated(fc.constant(continuation)),
      fromParts(['0', '-', ';sent=', ':', 'a'.repeat(64)]),
    ),
    pathways: fc.oneof(
      mutated(fc.constant(pathways)),
      fromParts(['/v/', 'a', '/', ' ', 'p1', '=', 'http://a', '"']),
    ),
    ranges: fc.oneof(
      mutated(fc.constant('init,poster,0-4,7')),
      fromParts(['init', ',', '-', '0', '999999', 'storyboard-0']),
    ),
    contentId: fc.oneof(mutated(fc.constant('18446744073709551615')), texts),
    client: fc.oneof(mutated(fc.constant('a'.repeat(32))), texts),
  }),
  (headers) => {
    const next = parseContinuation(headers.continuation);
    if (next !== undefined) expect(parseContinuation(formatContinuation(next))).toEqual(next);
    const told = parsePathways(headers.pathways);
    if (told !== undefined) expect(formatPathways(told)).toBe(headers.pathways);
    for (const range of parsePieceRanges(headers.ranges) ?? [])
      if (typeof range !== 'string') expect(range[0]).toBeLessThanOrEqual(range[1]);
    const contentId = parseContentId(headers.contentId);
    if (contentId !== undefined) expect(String(contentId)).toBe(headers.contentId);
    expect(parseClientKey(headers.client) ?? 'a').toMatch(/^[0-9a-f]+$/);
  },
);

const secret = Buffer.alloc(32, 5);
const nowMs = 1_800_000_000_000;
const request = { method: 'POST', path: '/copies', host: 'worker:8081', body: Buffer.from('{}') } as const;
const signed = signRequest(secret, request, nowMs);
const unchanged = (text: string | undefined) => mutated(fc.constant(text ?? ''), 1);

// Of a signed request nothing can be changed.
fuzz(
  'peer-signatures',
  fc.record({
    authorization: unchanged(signed['authorization']),
    'understudy-date': unchanged(signed['understudy-date']),
    'understudy-nonce': unchanged(signed['understudy-nonce']),
    'content-digest': unchanged(signed['content-digest']),
    host: mutated(fc.constant<string>(request.host), 1),
    method: mutated(fc.constant<string>(request.method), 1),
    path: mutated(fc.constant<string>(request.path), 1),
  }),
  ({ method, path, ...headers }) => {
    const verified = verifyRequest([secret], { method, path, headers });
    // A date in another form is the same date.
    const isSame =
      Number(headers['understudy-date']) === nowMs &&
      [method, path, headers.host].join() === 'POST,/copies,worker:8081' &&
      headers['understudy-nonce'] === signed['understudy-nonce'] &&
      headers.authorization === signed['authorization'] &&
      headers['content-digest'] === signed['content-digest'];
    expect(verified.ok).toBe(isSame);
  },
);
