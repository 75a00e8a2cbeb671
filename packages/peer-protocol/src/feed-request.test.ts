import { expect, test } from 'vitest';
import { type FeedRequest, feedRequestJson, parseFeedRequest } from './feed-request.js';

const request: FeedRequest = {
  follower: 'a',
  sealed: ['init', 'poster', 0, 'storyboard-3'],
  partial: [{ piece: 1, bytes: 7 }],
  wants: [{ piece: 'storyboard-0' }, { piece: 2 }, { from: 3, to: 5 }],
  storedOnly: false,
  takesStoryboard: true,
};
const wire = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

test('a request is read as it was meant', () => {
  const read = parseFeedRequest(wire(feedRequestJson(request)));
  expect({ ...read, wants: new Set(read.wants) }).toEqual({ ...request, wants: new Set(request.wants) });
});

test('a worker of before there were storyboards finds nothing in it that it does not know, and is sent none', () => {
  const { storyboard, ...known } = wire(feedRequestJson(request));
  expect(storyboard).toEqual({ sealed: [3], wants: [0] });
  expect(JSON.stringify(known)).not.toContain('storyboard');
  expect(parseFeedRequest(known)).toMatchObject({ takesStoryboard: false, sealed: ['init', 'poster', 0] });
});

test.each([{ sealed: [1_000], wants: [] }, { sealed: [-1], wants: [] }, { sealed: [] }, 'x'])(
  'a storyboard of %j is refused',
  (storyboard) => {
    expect(() => parseFeedRequest({ ...wire(feedRequestJson(request)), storyboard })).toThrow(
      /feed request without a valid/,
    );
  },
);

test.each<[unknown]>([[{ toString: null }], [[['0']]], [{}], [true]])(
  'what is no text is no piece: %j',
  (piece) => {
    for (const wrong of [{ sealed: [piece] }, { partial: [{ piece, bytes: 1 }] }, { wants: [{ piece }] }])
      expect(() => parseFeedRequest({ ...wire(feedRequestJson(request)), ...wrong })).toThrow(/a piece/);
  },
);
