import type { ListedVideo } from '@understudy/client';
import { expect, test } from 'vitest';
import { mergePage } from './merge-page.js';

const video = (id: string, sealedSegments = 0): ListedVideo => ({
  ...{ id, title: id, generator: null, state: 'partial', sealedSegments, totalSegments: 5 },
});
const page = (ids: string, sealedSegments = 0) => [...ids].map((id) => video(id, sealedSegments));
const idsOf = (videos: readonly ListedVideo[] | undefined) => videos?.map(({ id }) => id).join('');

test('what is there still is as it is now, and what is gone is left out', () => {
  expect(mergePage(page('abc'), page('ac', 3), false)).toEqual(page('ac', 3));
});

test('new ones come before the first page, and what they move out of it stays', () => {
  const merged = mergePage(page('abc'), [...page('xya', 2)], true);
  expect(idsOf(merged)).toBe('xyabc');
  expect(merged?.map(({ sealedSegments }) => sealedSegments)).toEqual([2, 2, 2, 0, 0]);
});

test('behind another page nothing new can come: what the gap of a deleted one lets in is the next page already', () => {
  expect(idsOf(mergePage(page('abc'), page('acd'), false))).toBe('ac');
});

test('where nothing of the first page is left the list begins again', () => {
  expect(mergePage(page('abc'), page('xyz'), true)).toBeUndefined();
  expect(mergePage([], page('x'), true)).toBeUndefined();
  expect(idsOf(mergePage(page('abc'), [], true))).toBe('');
});
