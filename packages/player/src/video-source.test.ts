import { expect, test } from 'vitest';
import { VideoSource } from './video-source.js';

const id = '11hH6xakHdQzSFRpRqN5SfvN';

test('parts are asked for at the first origin until it fails, then at the next, and behind the last at the first', () => {
  const source = new VideoSource({ id, origins: ['https://a.example', 'https://b.example/base/'] });
  expect(source.url('index.m3u8')).toBe(`https://a.example/v/${id}/index.m3u8`);
  expect(source.failOver()).toEqual({ from: 'https://a.example', to: 'https://b.example/base' });
  expect(source.url('index.m3u8')).toBe(`https://b.example/base/v/${id}/index.m3u8`);
  expect(source.failOver()).toEqual({ from: 'https://b.example/base', to: 'https://a.example' });
});

test('a URL that the playlist gave is moved to the origin that is used now', () => {
  const source = new VideoSource({ id, origins: ['https://a.example', 'https://b.example/base'] });
  source.failOver();
  expect(source.moved(`https://a.example/v/${id}/480p/3.m4s?x=1`)).toBe(
    `https://b.example/base/v/${id}/480p/3.m4s?x=1`,
  );
  expect(source.moved(`https://b.example/base/v/${id}/3.m4s`)).toBe(`https://b.example/base/v/${id}/3.m4s`);
  expect(source.moved('https://elsewhere.example/v/other/3.m4s')).toBe(
    'https://elsewhere.example/v/other/3.m4s',
  );
});

test('a token is behind every URL once', () => {
  const source = new VideoSource({ id, origins: ['https://a.example'], token: 'a+b' });
  expect(source.url('video.mp4')).toBe(`https://a.example/v/${id}/video.mp4?token=a%2Bb`);
  expect(source.moved(`https://a.example/v/${id}/3.m4s`)).toBe(`https://a.example/v/${id}/3.m4s?token=a%2Bb`);
  expect(source.moved(`https://a.example/v/${id}/3.m4s?x=1`)).toContain('3.m4s?x=1&token=a%2Bb');
  expect(source.moved(source.url('3.m4s'))).toBe(source.url('3.m4s'));
});

test('what a grant admits to needs no token, and is to be had by the last grant at every origin', () => {
  const source = new VideoSource({ id, origins: ['https://a.example', 'https://b.example'], token: 't' });
  const at = (grant: string, part: string, origin = 'https://a.example') =>
    `${origin}/v/${id}/s/${grant}/${part}`;
  expect(source.moved(at('g1', '480p/3.m4s'))).toBe(at('g1', '480p/3.m4s'));
  expect([source.isGranted(at('g1', '3.m4s')), source.isGranted(source.url('video.mp4'))]).toEqual([
    true,
    false,
  ]);
  expect(source.regrant(source.url('index.m3u8'))).toBe(false);
  expect(source.regrant(at('g2', 'index.m3u8'))).toBe(true);
  expect(source.regrant(at('g2', 'index.m3u8'))).toBe(false);
  source.failOver();
  expect(source.moved(at('g1', '3.m4s'))).toBe(at('g2', '3.m4s', 'https://b.example'));
  expect(source.url('index.m3u8')).toBe(`https://b.example/v/${id}/index.m3u8?token=t`);
});

test('with one origin there is nowhere to go, and without one nothing to play', () => {
  expect(new VideoSource({ id, origins: ['https://a.example'] }).failOver()).toBeUndefined();
  expect(() => new VideoSource({ id, origins: [] })).toThrow(TypeError);
});

test('an origin that a playlist names is asked when the others fail, and one that is preferred at once', () => {
  const source = new VideoSource({ id, origins: ['https://a.example'] });
  source.learn(`https://b.example/base/v/${id}/480p/index.m3u8`);
  source.learn(`https://a.example/v/${id}/index.m3u8`);
  source.learn('https://elsewhere.example/v/other/index.m3u8');
  expect(source.origins).toBe(2);
  expect(source.failOver()).toEqual({ from: 'https://a.example', to: 'https://b.example/base' });
  source.prefer(`https://a.example/v/${id}/index.m3u8`);
  source.prefer('https://elsewhere.example/v/other/index.m3u8');
  expect(source.url('index.m3u8')).toBe(`https://a.example/v/${id}/index.m3u8`);
  for (let more = 0; more < 50; more += 1) source.learn(`https://${more}.example/v/${id}/index.m3u8`);
  expect(source.origins).toBe(16);
});
