import { expect, test } from 'vitest';
import { decodeRequest } from './decode-request.js';

const ids = { decode: (text: string) => (text === 'known' ? 7n : undefined) };
const asked = { id: 'known', part: 'video.mp4', method: 'GET', requestId: 'r-1', headers: {} };

test.each(['video.mp4', 'index.m3u8', 'multivariant.m3u8', 'init.mp4', 'poster.jpg', '0.m4s', '999999.m4s'])(
  '%s is a part',
  (part) => {
    expect(decodeRequest(ids, { ...asked, part })).toEqual({
      contentId: 7n,
      part,
      method: 'GET',
      requestId: 'r-1',
      headers: [],
    });
  },
);

test.each([
  '',
  'status',
  'feed',
  'follow',
  '01.m4s',
  '-1.m4s',
  'init.m4s',
  '1e3.m4s',
  '1000000.m4s',
  '../x',
  'video.mp4/',
])('%s is none', (part) => {
  expect(decodeRequest(ids, { ...asked, part })).toBeUndefined();
});

test.each([
  ['1080p', 1n],
  ['720p', 2n],
  ['480p', 3n],
  ['360p', 4n],
])('%s is a rendition, with a content ID that follows from the video', (rendition, number) => {
  expect(decodeRequest(ids, { ...asked, rendition })?.contentId).toBe(number * 2n ** 61n + 7n);
});

test.each(['', '240p', '0480p', '480', '480P', '1080p ', 'constructor', '__proto__'])(
  '%j is no rendition',
  (rendition) => {
    expect(decodeRequest(ids, { ...asked, rendition })).toBeUndefined();
  },
);

test('a sheet of the storyboard is a part of the video', () => {
  const part = (rendition: string, name: string) =>
    decodeRequest(ids, { ...asked, rendition, part: name })?.part;
  expect(decodeRequest(ids, { ...asked, part: 'storyboard.vtt' })?.part).toBe('storyboard.vtt');
  expect(decodeRequest(ids, { ...asked, rendition: 'storyboard', part: '11.jpg' })).toMatchObject({
    contentId: 7n,
    part: 'storyboard-11.jpg',
  });
  for (const name of ['01.jpg', '1.png', 'init.jpg', 'poster.jpg', '1.m4s', 'video.mp4', '-1.jpg'])
    expect(part('storyboard', name), name).toBeUndefined();
  expect(part('480p', 'storyboard.vtt')).toBeUndefined();
  expect(decodeRequest(ids, { ...asked, part: 'storyboard-1.jpg' })).toBeUndefined();
});

test('a rendition has no renditions, and a forged ID none either', () => {
  expect(decodeRequest(ids, { ...asked, rendition: '480p', part: 'multivariant.m3u8' })).toBeUndefined();
  expect(decodeRequest(ids, { ...asked, id: 'forged', rendition: '480p' })).toBeUndefined();
});

test('a forged ID is nothing, whatever is asked of it', () => {
  expect(decodeRequest(ids, { ...asked, id: 'forged' })).toBeUndefined();
});

test('a list of ranges, which no worker obeys, is not passed on', () => {
  const range = `bytes=${Array.from({ length: 20 }, (_, index) => `${index}-${index}`).join(',')}`;
  expect(decodeRequest(ids, { ...asked, headers: { range, 'if-range': '"a"' } })?.headers).toEqual([
    'if-range',
    '"a"',
  ]);
});

test('only conditions and ranges reach a worker', () => {
  const headers = {
    range: 'bytes=1-',
    cookie: 'x',
    authorization: 'y',
    'understudy-continue': '1-',
    'if-none-match': '"a"',
  };
  expect(decodeRequest(ids, { ...asked, method: 'HEAD', headers })).toEqual({
    contentId: 7n,
    part: 'video.mp4',
    method: 'HEAD',
    requestId: 'r-1',
    headers: ['range', 'bytes=1-', 'if-none-match', '"a"'],
  });
});
