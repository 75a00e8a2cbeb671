import { expect, test } from 'vitest';
import { linkTo, parsePlace } from './place.js';

test.each([
  ['', { page: 'overview', subject: undefined, query: {} }],
  ['#/workers', { page: 'workers', subject: undefined, query: {} }],
  ['#/workers/w%2F1', { page: 'workers', subject: 'w/1', query: {} }],
  [
    '#/events?level=warn&find=a%20b',
    { page: 'events', subject: undefined, query: { level: 'warn', find: 'a b' } },
  ],
  ['#/nowhere', { page: 'overview', subject: undefined, query: {} }],
  ['#/workers/%zz', { page: 'workers', subject: undefined, query: {} }],
])('%s is a place', (hash, place) => {
  expect(parsePlace(hash)).toEqual(place);
});

test('a link leads to the place that it was made for', () => {
  expect(parsePlace(linkTo('events', undefined, { level: 'warn', find: 'w 1&2' }))).toEqual({
    page: 'events',
    subject: undefined,
    query: { level: 'warn', find: 'w 1&2' },
  });
  expect(linkTo('videos', 'a/b')).toBe('#/videos/a%2Fb');
  expect(linkTo('events', undefined, { find: '' })).toBe('#/events');
});
