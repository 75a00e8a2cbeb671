import { inspect } from 'node:util';
import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { createOpaqueIds, generateKeyRing, parseKeyRing } from './index.js';

const secret = Buffer.alloc(32, 0xa5).toString('base64');

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('numbers and keys are read in any order', () => {
  expect(parseKeyRing(`7:${secret}, 12:${Buffer.alloc(32).toString('base64')}`)).toEqual([
    { number: 7, key: Buffer.alloc(32, 0xa5) },
    { number: 12, key: Buffer.alloc(32) },
  ]);
});

test('a generated ring is read, and is another one each time', () => {
  expect(parseKeyRing(generateKeyRing())).toHaveLength(1);
  expect(generateKeyRing()).not.toBe(generateKeyRing());
});

test.each([
  ['empty', '', /entry 1 does not begin/],
  ['no number', secret, /entry 1 does not begin/],
  ['a number written in two ways', `01:${secret}`, /entry 1 does not begin/],
  ['a number above a byte', `256:${secret}`, /not from 0 to 255/],
  ['a trailing comma', `1:${secret},`, /entry 2 does not begin/],
  ['a number twice', `1:${secret},1:${secret}`, /there twice/],
  ['a letter that is not base64', `1:${secret.replace('p', '*')}`, /entry 1 is not base64/],
  ['no padding', `1:${secret.replace('=', '')}`, /entry 1 is not base64/],
  ['a key too short', `1:${secret.slice(4)}`, /has 29 bytes/],
  ['a key too long', `2:${Buffer.alloc(33, 0xa5).toString('base64')}`, /key 2 has 33 bytes/],
])('%s is refused without showing the key', (_, text, reason) => {
  const error = thrownBy(() => parseKeyRing(text));
  expect(isUnderstudyError(error, 'invalid_configuration')).toBe(true);
  expect(String(error)).toMatch(reason);
  expect(inspect(error)).not.toContain(secret.slice(4, 20));
});

test('no keys make no IDs', () => {
  expect(
    isUnderstudyError(
      thrownBy(() => createOpaqueIds([])),
      'invalid_configuration',
    ),
  ).toBe(true);
});

test('a logged ring of IDs shows no key', () => {
  const shown = inspect(createOpaqueIds(parseKeyRing(`1:${secret}`)), { depth: 9, showHidden: true });
  expect(shown).not.toMatch(/a5|165/);
});
