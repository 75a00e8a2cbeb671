import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Delivery } from './delivery.js';

const request = { contentId: 1n, part: 'video.mp4', method: 'GET', requestId: 'r-1', headers: [] } as const;
const etag = '"a"';
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

function delivered(unsealed: boolean, text: string): Delivery {
  const delivery = new Delivery(request);
  delivery.begin({ etag, first: 0, end: 10, unsealed });
  delivery.took(Buffer.from(text));
  return delivery;
}

function asked(delivery: Delivery): string | undefined {
  const { headers } = delivery.question();
  const name = headers.indexOf('understudy-continue');
  return name === -1 ? undefined : headers[name + 1];
}

test('of sealed bytes the next worker is asked for the rest alone', () => {
  expect(asked(delivered(false, 'abc'))).toBe('3-9');
});

test('bytes that were not sealed are proven, though the end is known', () => {
  expect(asked(delivered(true, 'abc'))).toBe(`3-9;sent=0:${digestOf('abc')}`);
});

test('where a worker goes on with bytes that are not sealed, those are proven from there on', () => {
  const delivery = delivered(false, 'abc');
  delivery.goOn({ etag, first: 3, end: 10, unsealed: true }, 5);
  delivery.took(Buffer.from('de'));
  expect(asked(delivery)).toBe(`5-9;sent=3:${digestOf('de')}`);
  // It stays so: the manifest of another worker does not vouch for them.
  delivery.goOn({ etag, first: 5, end: 10, unsealed: false }, 3);
  delivery.took(Buffer.from('f'));
  expect(asked(delivery)).toBe(`6-9;sent=3:${digestOf('def')}`);
});

test('an operator is told where it stands, and how often and how long it stood still', () => {
  const delivery = delivered(false, 'abc');
  delivery.ask('w2');
  delivery.goOn({ etag, first: 3, end: 10, unsealed: false }, 70.4);
  expect(delivery.shown).toMatchObject({ worker: 'w2', position: 3, bytes: 3, moves: 1, silenceMs: 70 });
});
