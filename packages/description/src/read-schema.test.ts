import fc from 'fast-check';
import Value from 'typebox/value';
import { expect, test } from 'vitest';
import { FieldErrors } from './field-errors.js';
import { descriptionSchema } from './index.js';
import { readBySchema } from './read-schema.js';
import { replaced } from './testing/replaced.js';

const good = {
  title: 'x',
  width: 320,
  height: 180,
  fps: 30,
  scenes: [
    {
      duration: 2,
      source: { type: 'life', seed: 1, rule: 'B3/S23' },
      text: { value: 'x', box: true },
      audio: { type: 'noise', seed: 4, color: 'white' },
      fade: { in: 1 },
    },
    {
      duration: 3,
      source: { type: 'gradients', colors: ['#123456', '#abcdef'] },
      audio: { type: 'silence' },
    },
  ],
};

const anyValue = fc.oneof(
  fc.constantFrom(
    0,
    1,
    -1,
    3,
    25,
    66,
    1.5,
    'clip',
    'tone',
    '#123456',
    '',
    null,
    true,
    [],
    {},
    { type: 'clip' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** All paths of members and elements in a JSON value. */
function paths(value: unknown, here: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([key, member]) => paths(member, [...here, key]))];
}

test('it accepts and refuses what typebox accepts and refuses', () => {
  fc.assert(
    fc.property(fc.constantFrom(...paths(good)), anyValue, (path, by) => {
      const input = replaced(good, path, by);
      const errors = new FieldErrors(20);
      readBySchema(descriptionSchema, input, '', errors);
      expect(errors.list.length === 0).toBe(Value.Check(descriptionSchema, input));
    }),
    { numRuns: 2000 },
  );
});

test('the copy has nothing that the input did not have, and is not the input', () => {
  const copy = readBySchema(descriptionSchema, good, '', new FieldErrors(20));
  expect(copy).toEqual(good);
  expect(copy).not.toBe(good);
});
