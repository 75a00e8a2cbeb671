import { expect, test } from 'vitest';
import { formatPathways, isPathwayOrigin, parsePathways } from './pathways.js';
import { parsePublicOrigins, pathwaysFrom } from './public-origins.js';

const three = 'https://a.example, https://b.example:8443/under/,http://c.example';

test('addresses become pathways that are named by their place', () => {
  expect(parsePublicOrigins(undefined)).toBeUndefined();
  expect(parsePublicOrigins(three)).toEqual([
    { id: 'p1', origin: 'https://a.example' },
    { id: 'p2', origin: 'https://b.example:8443/under' },
    { id: 'p3', origin: 'http://c.example' },
  ]);
});

test.each([
  'https://a.example',
  'https://a.example,https://a.example/',
  'a.example,b.example',
  'https://a.example,ftp://b.example',
  'https://a.example,https://user:secret@b.example',
  'https://a.example,https://b.example/?x=1',
  'https://a.example,https://b.example/x=1',
  'https://a.example,https://b.example;c',
  "https://a.example,https://b.example/'",
  `https://a.example,https://b.example/${'x'.repeat(256)}`,
  Array.from({ length: 17 }, (_, index) => `https://${index}.example`).join(),
])('%j ends the start, and the variable is named', (text) => {
  expect(() => parsePublicOrigins(text)).toThrow(/^UNDERSTUDY_PUBLIC_ORIGINS must /);
});

test('what is taken here is read by a worker as well, to the longest', () => {
  const longest = `https://b.example/${'x'.repeat(256 - 'b.example/'.length)}`;
  expect([isPathwayOrigin(longest), isPathwayOrigin(`${longest}x`)]).toEqual([true, false]);
  const pathways = parsePublicOrigins(`http://[::1]:8080,${longest},https://ü.example/a%20b/(c)`) ?? [];
  const told = { folder: '/v/11hH6xakHdQzSFRpRqN5SfvN/', pathways };
  expect(parsePathways(formatPathways(told))).toEqual(told);
});

test('whoever has come by one of them stays there, and the rest follow in their order', () => {
  const pathways = parsePublicOrigins(three) ?? [];
  const ids = (host: string) => pathwaysFrom(pathways, host).map(({ id }) => id);
  expect(ids('a.example')).toEqual(['p1', 'p2', 'p3']);
  expect(ids('b.example:8443')).toEqual(['p2', 'p3', 'p1']);
  expect(ids('elsewhere.example')).toEqual(['p1', 'p2', 'p3']);
});
