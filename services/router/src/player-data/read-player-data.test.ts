import { expect, test } from 'vitest';
import { readPlayerData } from './read-player-data.js';

const nothing = { state: 'unknown', starved: false, rebufferedMs: [], startMs: undefined };

test.each([
  ['bs,sta=r', { ...nothing, state: 'rebuffering', starved: true }],
  // Version 1, as hls.js writes it.
  ['bl=2300,bs,cid="a, b=\\"c\\"",ot=v,sid="x",v=1', { ...nothing, starved: true }],
  [
    'bsd=(120;av 80),msd=431,sta=p,v=2',
    { ...nothing, state: 'playing', rebufferedMs: [120, 80], startMs: 431 },
  ],
  ['nor=("a(b),bs" "c"),sta=p', { ...nothing, state: 'playing' }],
  ['bs=?0,bsd=90', { ...nothing, rebufferedMs: [90] }],
  // What is not valid counts for nothing.
  ['sta=constructor', nothing],
  ['sta=__proto__', nothing],
  ['bsd=(-1 1.5 x 3600001 10000000000000000000000),msd=-3', nothing],
  [`bsd=(${Array(17).fill('1').join(' ')})`, nothing],
  ['"bs",bs', nothing],
  ['x="', nothing],
])('%s', (text, expected) => {
  expect(readPlayerData(text, {})).toEqual(expected);
});

test('header fields tell the same, and together', () => {
  expect(readPlayerData(undefined, { 'cmcd-status': 'bs', 'cmcd-request': 'sta=k' })).toEqual({
    ...nothing,
    state: 'seeking',
    starved: true,
  });
});

test.each([undefined, '', ['bs', 'bs'], 7, 'bs,'.padEnd(2_049, 'x')])('nothing is told by %j', (query) => {
  expect(readPlayerData(query, {})).toBeUndefined();
});

test('what is made to take long does not', () => {
  for (const text of [
    `x="${'\\'.repeat(2_000)}`,
    `(${'"'.repeat(2_000)}`,
    'a,'.repeat(1_000),
    ' '.repeat(2_000),
  ]) {
    const beganMs = performance.now();
    readPlayerData(text, {});
    expect(performance.now() - beganMs).toBeLessThan(50);
  }
});

test('spaces before what is no value are looked at once', () => {
  const beganMs = performance.now();
  for (let times = 0; times < 50; times += 1) readPlayerData(`a=${' '.repeat(2_045)}"`, {});
  expect(performance.now() - beganMs).toBeLessThan(250);
});
