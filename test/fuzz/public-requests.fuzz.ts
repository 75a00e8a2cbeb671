import { createOpaqueIds } from '@understudy/opaque-id';
import fc from 'fast-check';
import { expect } from 'vitest';
import { decodeRequest } from '../../services/router/src/play/decode-request.js';
import { readPlayerData } from '../../services/router/src/player-data/read-player-data.js';
import { decide } from '../../services/worker/src/http/decide.js';
import { fromParts, mutated, texts } from './arbitraries/texts.js';
import { fuzz } from './fuzz.js';

const ranges = fc.oneof(
  fc.tuple(fc.nat(300), fc.nat(300)).map(([first, last]) => `bytes=${first}-${last}`),
  fromParts(['bytes', '=', '-', ',', ' ', '0', '1', '99', '100', '18446744073709551615', 'BYTES', '\t']),
);
const tags = fc.oneof(
  fc.constantFrom('"a"', 'W/"a"', '*', '"b"'),
  fromParts(['"a"', 'W/', ',', ' ', '*', '"', 'Sun, 06 Nov 1994 08:49:37 GMT']),
);
const header = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

// What is answered lies within what there is; no header makes it fail.
fuzz(
  'conditions-and-ranges',
  fc.record({
    range: header(ranges),
    ifRange: header(tags),
    ifMatch: header(tags),
    ifNoneMatch: header(tags),
    etag: fc.constantFrom('"a"', 'W/"a"'),
    totalLength: fc.option(fc.nat(200), { nil: undefined }),
    method: fc.constantFrom('GET', 'HEAD'),
  }),
  ({ range, ifRange, ifMatch, ifNoneMatch, etag, totalLength, method }) => {
    const headers = Object.fromEntries(
      Object.entries({
        range,
        'if-range': ifRange,
        'if-match': ifMatch,
        'if-none-match': ifNoneMatch,
      }).filter(([, value]) => value !== undefined),
    );
    const decision = decide(headers, { etag, totalLength }, method);
    expect([200, 206, 304, 412, 416]).toContain(decision.status);
    if (decision.status !== 206) return;
    expect(range).toBeDefined();
    expect(decision.first).toBeGreaterThanOrEqual(0);
    if (totalLength === undefined) return;
    expect('last' in decision && decision.last).toBeTypeOf('number');
    const { last } = decision as { last: number };
    expect(last).toBeGreaterThanOrEqual(decision.first);
    expect(last).toBeLessThan(totalLength);
  },
);

const ids = createOpaqueIds([{ number: 1, key: Buffer.alloc(32, 1) }]);
const known = new Set([1n, 42n, 2n ** 48n - 1n]);
const parts = fc.oneof(
  fc.constantFrom('video.mp4', 'index.m3u8', '0.m4s', '999999.m4s', 'storyboard.vtt', '7.jpg'),
  mutated(fc.constantFrom('video.mp4', '12.m4s', '7.jpg'), 2),
);

// Only what was enciphered here is deciphered, whatever stands around it.
fuzz(
  'opaque-ids',
  fc.record({
    id: fc.oneof(mutated(fc.constantFrom(...[...known].map((each) => ids.encode(each))), 2), texts),
    rendition: header(fc.oneof(fc.constantFrom('360p', '1080p', 'storyboard'), texts)),
    part: parts,
  }),
  ({ id, rendition, part }) => {
    const contentId = ids.decode(id);
    if (contentId !== undefined) expect(id).toBe(ids.encode(contentId));
    expect(contentId === undefined || known.has(contentId)).toBe(true);
    const asked = { id, rendition, part, method: 'GET', requestId: 'r', headers: { range: part } };
    const request = decodeRequest(ids, asked);
    if (request === undefined) return;
    expect(contentId).toBeDefined();
    expect(request.part).toMatch(/^[a-z0-9]+(-\d{1,3})?\.[a-z0-9]+$/);
  },
);

const cmcd = fromParts(
  [
    'bs',
    'bsd',
    '=',
    ',',
    ';',
    '(',
    ')',
    '"',
    '\\',
    ' ',
    'sta=p',
    'msd=1200',
    'bsd=(120;av 80)',
    'sid="x"',
    '?0',
    'com.x-y',
  ],
  400,
);

// Nothing that a player tells makes the request fail, or takes long.
fuzz(
  'player-data',
  fc.record({ query: fc.oneof(cmcd, texts), status: fc.oneof(cmcd, texts), times: fc.constantFrom(1, 40) }),
  ({ query, status, times }) => {
    const data = readPlayerData(query.repeat(times), { 'cmcd-status': status });
    if (data === undefined) return;
    for (const ms of [...data.rebufferedMs, data.startMs ?? 0]) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThanOrEqual(3_600_000);
    }
    expect(data.rebufferedMs.length).toBeLessThanOrEqual(16);
  },
);
