import { jsonLanguage } from '@codemirror/lang-json';
import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { rangeOf } from './json-path.js';

const text = `{
  "title": "A",
  "a/b": 1,
  "scenes": [
    { "duration": 5 },
    { "duration": 500, "duration~": null }
  ]
}`;

test.each([
  ['/title', '"A"'],
  ['/a~1b', '1'],
  ['/scenes/1/duration', '500'],
  ['/scenes/1/duration~0', 'null'],
  ['/scenes/0', '{ "duration": 5 }'],
  ['/scenes/0/source', '{'],
  ['/scenes/7/source', '['],
  ['/width', '{'],
])('%s is %s', (pointer, found) => {
  const { from, to } = rangeOf(pointer, jsonLanguage.parser.parse(text), Text.of(text.split('\n')));
  expect(text.slice(from, to)).toBe(found);
});

test.each(['', '{', '{"a" 1}', '[[[', 'nonsense'])('in %j a field is somewhere', (broken) => {
  const { from, to } = rangeOf('/scenes/0', jsonLanguage.parser.parse(broken), Text.of([broken]));
  expect(from).toBeLessThanOrEqual(to);
  expect(from).toBeLessThanOrEqual(broken.length);
});
