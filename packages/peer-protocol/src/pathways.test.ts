import { expect, test } from 'vitest';
import { formatPathways, parsePathways } from './pathways.js';

const two = {
  folder: '/v/11hH6xakHdQzSFRpRqN5SfvN/',
  pathways: [
    { id: 'p1', origin: 'https://video1.example' },
    { id: 'p2', origin: 'http://127.0.0.1:8080/under' },
  ],
};

test('what is written is read', () => {
  expect(parsePathways(formatPathways(two))).toEqual(two);
  const behindGrant = { ...two, folder: `${two.folder}s/sxk1.sxk2.MTAuMC4wLjAvOA.x_-3/` };
  expect(parsePathways(formatPathways(behindGrant))).toEqual(behindGrant);
});

test.each([
  '',
  '/v/abc/',
  '/v/../ p1=https://a.example',
  '/v/abc p1=https://a.example',
  '/v/abc/s/ p1=https://a.example',
  '/v/abc/s/x/y/ p1=https://a.example',
  '/v/abc/ https://a.example',
  '/v/abc/ p1=ftp://a.example',
  '/v/abc/ p1=https://a.example"',
  '/v/abc/ p1=https://a.example  p2=https://b.example',
  `/v/abc/${' p=https://a.example'.repeat(17)}`,
])('%j is none', (text) => {
  expect(parsePathways(text)).toBeUndefined();
});
