import { expect, test } from 'vitest';
import { check } from '../check.js';
import { memberAt, newScene, sourceOf, sources, withMember } from './description-edits.js';

test('a member is changed in its place, added at the end, or left out', () => {
  expect(Object.keys(withMember({ a: 1, b: 2 }, 'a', 3) as object)).toEqual(['a', 'b']);
  expect(withMember({ a: 1 }, 'b', 2)).toEqual({ a: 1, b: 2 });
  expect(withMember({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
  expect(withMember('no object', 'a', 1)).toEqual({ a: 1 });
  expect(memberAt({ a: { b: 1 } }, 'a', 'b')).toBe(1);
  expect(memberAt({ a: [] }, 'a', 'b')).toBeUndefined();
});

test('every source that can be chosen is valid as it is, but for a clip, which has no name yet', () => {
  const errorsOf = (scene: unknown) =>
    check(JSON.stringify({ title: 'A', width: 640, height: 360, fps: 30, scenes: [scene] })).errors;
  for (const [kind, source] of Object.entries(sources)) {
    const paths = errorsOf({ duration: 5, source }).map(({ path }) => path);
    expect(paths, kind).toEqual(kind === 'clip' ? ['/scenes/0/source/name'] : []);
    expect(errorsOf(newScene(kind)), kind).toEqual([]);
    expect(sourceOf(newScene(kind)), kind).not.toBe('clip');
  }
});
