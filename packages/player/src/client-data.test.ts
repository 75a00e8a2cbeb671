import { expect, test } from 'vitest';
import { ClientData, tellWith } from './client-data.js';

test('a request tells what the player is and does, with its keys in the order of the alphabet', () => {
  const data = new ClientData('session', 'video');
  const common = 'cid="video",ot=av,sf=h,sid="session",st=v';
  expect(data.take('/v/video/0.m4s', 's', 0).join()).toBe(`bl=(0;av),${common},sta=s,su,v=2`);
  expect(data.take('/v/video/1.m4s', 'p', 12.34).join()).toBe(`bl=(12300;av),${common},sta=p,v=2`);
  expect(data.take('/v/video/index.m3u8', 'p', 1)).toContain('ot=m');
  expect(data.take('/v/video/init.mp4', 'p', 1)).toContain('ot=i');
});

test('what has happened since the last request is told once; a standstill for as long as it lasts', () => {
  const data = new ClientData('session', 'video');
  const keys = (state: 'p' | 'r') =>
    data.take('/v/video/0.m4s', state, 0).filter((key) => /^(bs|bsd|msd)\b/.test(key));
  data.started(431.4);
  expect(keys('p')).toEqual(['msd=431']);
  expect(keys('p')).toEqual([]);
  data.starved();
  expect(keys('r')).toEqual(['bs']);
  expect(keys('r')).toEqual(['bs']);
  data.recovered(1_200);
  data.starved();
  data.recovered(80.6);
  expect(keys('p')).toEqual(['bs', 'bsd=(1200 81)']);
  expect(keys('p')).toEqual([]);
});

test('another origin is told by a query, the own one by header fields that leave the URL as it is', () => {
  const told = new ClientData('session', 'video').take('/v/video/0.m4s', 's', 0);
  const url = new URL('https://video.example/v/video/0.m4s');
  const other = tellWith(url, 'https://page.example', told);
  expect(other.headers).toEqual({});
  expect(new URL(other.url).searchParams.get('CMCD')).toBe(told.join());
  expect(tellWith(new URL(`${url}?token=x`), 'https://page.example', told).url).toContain('?token=x&CMCD=bl');
  expect(tellWith(url, 'https://video.example', told)).toEqual({
    url: url.href,
    headers: {
      'cmcd-object': 'ot=av',
      'cmcd-request': 'bl=(0;av),sta=s,su',
      'cmcd-session': 'cid="video",sf=h,sid="session",st=v,v=2',
    },
  });
});
