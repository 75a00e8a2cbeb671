import { expect, test } from 'vitest';
import { ChunkedBody } from './chunked-body.js';

/** The data and trailers of `text`, given to it `step` bytes at a time. */
function read(text: string, step: number) {
  const body = new ChunkedBody();
  const all = Buffer.from(text, 'latin1');
  let data = '';
  for (let from = 0; from < all.length; from += step) {
    const bytes = all.subarray(from, from + step);
    for (let at = 0; at < bytes.length && !body.done; ) {
      const { start, end } = body.next(bytes, at);
      data += bytes.toString('latin1', start, end);
      at = end;
    }
  }
  return { data, done: body.done, trailers: { ...body.trailers } };
}

const whole = '4;ext=1\r\nWiki\r\nA\r\npedia\r\n in\r\n0\r\nUnderstudy-End: 14\r\n\r\n';

test.each([1, 2, 3, 7, 1_000])('a body in steps of %i bytes is the same', (step) => {
  expect(read(whole, step)).toEqual({
    data: 'Wikipedia\r\n in',
    done: true,
    trailers: { 'understudy-end': '14' },
  });
});

test('what is not ended is not done', () => {
  expect(read(whole.slice(0, -1), 5)).toMatchObject({ data: 'Wikipedia\r\n in', done: false });
});

test.each([
  ['no size', 'x\r\n'],
  ['a size with a sign', '+4\r\nWiki\r\n'],
  ['a size of 13 digits', '1000000000000\r\n'],
  ['a bare line feed', '4\nWiki\r\n'],
  ['a chunk longer than its size', '3\r\nWiki\r\n'],
  ['a line without an end', 'a'.repeat(300)],
  ['too many trailers', `0\r\n${'a: b\r\n'.repeat(17)}\r\n`],
  ['a trailer that is none', '0\r\nab\r\n\r\n'],
])('%s is refused', (_what, text) => {
  expect(() => read(text, 4)).toThrow(expect.objectContaining({ code: 'peer_protocol' }));
});
