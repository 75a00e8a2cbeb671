import { createPublicClient, type Video } from '@understudy/client';
import { expect, test } from 'vitest';
import { playableOf } from './playable.js';

const urlsWith = (query: string) => ({
  ...{ mp4: `/v/7/video.mp4${query}`, hls: `/v/7/index.m3u8${query}`, watch: `/watch/7${query}` },
  ...{ multivariant: `/v/7/multivariant.m3u8${query}`, poster: '', storyboard: '' },
});
const made: Video = { id: '7', urls: urlsWith(''), price: { generationSeconds: 1 } };
const serviceThat = (status: number, answer: object) =>
  createPublicClient({
    ...{ url: '', key: 'k' },
    fetch: () => Promise.resolve(new Response(JSON.stringify(answer), { status })),
  });

test('where playback is signed its addresses have a token, and it is known for how long', async () => {
  const urls = urlsWith('?token=t');
  const expires = '2026-01-01T00:00:00.000Z';
  const signed = serviceThat(201, { token: 't', tokenId: 'i', expires, urls });
  expect(await playableOf(signed, made)).toEqual({ ...made, urls, goodUntil: expires });
});

test('where the service signs none they stay as they are', async () => {
  const open = serviceThat(404, { code: 'not_found', title: 'There is nothing here.' });
  expect(await playableOf(open, made)).toEqual(made);
});

test('where it refuses one, that is told', async () => {
  const busy = serviceThat(429, { code: 'rate_limited', title: 'Too many requests.' });
  expect(await playableOf(busy, made)).toEqual({
    ...{ ...made, refusal: 'There is no token for it: Too many requests.' },
  });
});
