import { expect, test } from 'vitest';
import { whyNotPlayed } from './why-not-played.js';

const problem = (status: number, fields: object, headers = {}) =>
  Promise.resolve(
    new Response(JSON.stringify({ status, ...fields }), {
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    }),
  );

test.each<[string, () => Promise<Response>, RegExp]>([
  [
    'playback is signed',
    () => problem(401, { code: 'token_missing', title: 'A token is needed to play this.' }),
    /signed, and the console has no token \(401\)\. understudy token 7abc /,
  ],
  [
    'a limit',
    () => problem(429, { code: 'rate_limited', title: 'Too many requests.' }, { 'retry-after': '3' }),
    /: Too many requests \(429\)\. Try again in 3 s\.$/,
  ],
  [
    'no workers',
    () => problem(503, { code: 'no_worker', title: 'Nobody can make it now.' }),
    /: Nobody can make it now \(503\)\.$/,
  ],
  ['nobody there', () => Promise.reject(new TypeError('fetch failed')), /: http:\/\/r does not answer\.$/],
  ['it is sent', () => Promise.resolve(new Response('bytes')), /nothing this browser plays/],
])('%s', async (_, answer, said) => {
  const asked: string[] = [];
  const ask = (url: unknown) => {
    asked.push(String(url));
    return answer();
  };
  expect(await whyNotPlayed('7abc', 'http://r', ask as typeof fetch)).toMatch(said);
  expect(asked).toEqual(['http://r/v/7abc/video.mp4']);
});
