import { isUnderstudyError } from '@understudy/errors';
import { describe, expect, test } from 'vitest';
import { canonicalDescription } from './canonical.js';
import { limits } from './limits.js';
import { parseDescription } from './parse.js';
import { programOf } from './program.js';
import { renderedAt } from './rendition.js';
import { planSegments } from './segment-plan.js';

const described = (source: object, scene: object = {}, more: object[] = []) => ({
  title: 'Clock',
  width: 320,
  height: 180,
  fps: 25,
  scenes: [{ duration: 5, source: { type: 'program', name: 'clock', ...source }, ...scene }, ...more],
});

function faultsOf(input: unknown): string[] {
  try {
    parseDescription(input);
  } catch (error) {
    if (isUnderstudyError(error, 'invalid_description'))
      return (error.fieldErrors ?? []).map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

test('what a program is told is kept as it is, in one form', () => {
  const one = parseDescription(described({ input: { b: [1, { c: null }], a: 'x' } }));
  const other = parseDescription(described({ input: { a: 'x', b: [1, { c: null }] } }));
  expect(programOf(one)?.input).toEqual({ a: 'x', b: [1, { c: null }] });
  expect(canonicalDescription(one)).toBe(canonicalDescription(other));
});

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

describe('refused with what would be right', () => {
  test.each([
    [
      'too much input',
      described({ input: 'x'.repeat(limits.programInputBytes) }),
      /input must have at most 16384 bytes/,
    ],
    ['too deep an input', described({ input: nested(40) }), /input must be at most 32 levels deep/],
    [
      'another scene',
      described({}, {}, [{ duration: 1, source: { type: 'still', color: '#000000' } }]),
      /\/source must be the only scene/,
    ],
    ['a text', described({}, { text: { value: 'x' } }), /\/text must be left out/],
    ['a name with a path', described({ name: '../x' }), /\/name must be the name of a generator/],
    [
      'a short segment',
      described({ segmentDuration: 0.1 }),
      /segmentDuration must be a number from 0.5 to 1800/,
    ],
  ])('%s', (_, input, message) => {
    expect(faultsOf(input).join('\n')).toMatch(message);
  });
});

test('segments are of one length, and one is enough for a program that knows none', () => {
  const lengths = (source: object) =>
    planSegments(parseDescription(described(source))).segments.map(({ frameCount }) => frameCount);
  expect(lengths({})).toEqual([50, 50, 25]);
  expect(lengths({ segmentDuration: 1.5 })).toEqual([38, 38, 38, 11]);
  expect(lengths({ segmentDuration: 5 })).toEqual([125]);
});

test('a program makes no renditions', () => {
  expect(() => renderedAt(parseDescription(described({})), 90)).toThrow(/renditions/);
});

test('a program may make a longer scene than the bundled generator', () => {
  expect(faultsOf(described({}, { duration: 500 }))).toEqual([]);
  expect(faultsOf(described({}, { duration: 500, source: { type: 'still', color: '#000000' } }))).toEqual([
    '/scenes/0/duration must be a number from 0.25 to 120, is 500',
  ]);
});
