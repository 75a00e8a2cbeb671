import { renditionIdOf } from '@understudy/metadata-store';
import { createOpaqueIds, generateKeyRing, parseKeyRing } from '@understudy/opaque-id';
import { expect, test } from 'vitest';
import { namedContent, namedVideo } from './named-video.js';

const ids = createOpaqueIds(parseKeyRing(generateKeyRing()));

test('a video is named as players see it, or as logs do', () => {
  expect(namedVideo(ids, ids.encode(17n))).toBe(17n);
  expect(namedVideo(ids, '17')).toBe(17n);
});

test('a rendition is its own content, and of its video', () => {
  const rendition = renditionIdOf(17n, 2);
  expect(namedContent(ids, String(rendition))).toBe(rendition);
  expect(namedVideo(ids, String(rendition))).toBe(17n);
});

test.each(['nonsense', '0', '-1', '1.5', '18446744073709551616', ''])('%j names none', (text) => {
  expect(() => namedVideo(ids, text)).toThrow(/is the ID of no video/);
});
