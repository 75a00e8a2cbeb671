import fc from 'fast-check';
import { texts } from './texts.js';

/** Keys that mean something to a language or to a reader. */
const oddKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'length',
  '',
] as const;

/** Texts of JSON values that are seldom meant. */
const oddValues = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '-0',
  '0',
  '-1',
  '0.1',
  '1e400',
  '-1e400',
  '1e21',
  '9007199254740993',
  '123456789012345678901234567890',
  '{"__proto__":{"polluted":1}}',
  '{"toString":null,"valueOf":null}',
  '{"toString":"x"}',
  '{"length":1e9}',
  '[[[]]]',
  '"\\u0000"',
  '"\\ud800"',
] as const;

const deep = fc
  .tuple(fc.constantFrom(...(['[', '{"a":'] as const)), fc.constantFrom(30, 40, 1_000, 20_000))
  .map(([open, depth]) => `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`);

/** Any value as JSON text. */
export const jsonValues: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...oddValues) },
  { weight: 3, arbitrary: texts.map((text) => JSON.stringify(text)) },
  { weight: 3, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: deep },
);

const objectChange = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), at: fc.nat(1_000), value: jsonValues }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(1_000) }),
  fc.record({
    kind: fc.constant('add' as const),
    at: fc.nat(1_000),
    key: fc.oneof(fc.constantFrom(...oddKeys), texts),
    value: jsonValues,
  }),
  fc.record({ kind: fc.constant('twice' as const), at: fc.nat(1_000), value: jsonValues }),
);

type Change = typeof objectChange extends fc.Arbitrary<infer C> ? C : never;

/** JSON text of `good` values, of which up to three places are changed: a value, a field, a key that is there twice. */
export function mutatedJson(good: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc
    .tuple(good, fc.array(objectChange, { maxLength: 3 }))
    .map(([value, changes]) => changes.reduce(change, JSON.stringify(value) ?? 'null'));
}

/** Changes the text: what is JSON stays it, and duplicate keys are kept. */
function change(text: string, made: Change): string {
  const places = placesIn(text);
  const place = places[Math.floor((places.length * made.at) / 1_001)];
  if (place === undefined) return text;
  const before = text.slice(0, place.from);
  const after = text.slice(place.to);
  switch (made.kind) {
    case 'replace':
      return before + made.value + after;
    case 'remove':
      return `${before}null${after}`;
    case 'add':
      return text[place.from] === '{'
        ? `${before}{${JSON.stringify(made.key)}:${made.value}${place.to - place.from > 2 ? ',' : ''}${text.slice(place.from + 1)}`
        : before + made.value + after;
    case 'twice':
      return place.key === undefined ? text : `${before}${made.value},${place.key}:${text.slice(place.from)}`;
  }
}

/** Where the values of a JSON text are, from outside in. Those behind an invalid place are not found. */
function placesIn(text: string): { from: number; to: number; key?: string }[] {
  const places: { from: number; to: number; key?: string }[] = [];
  const open: { from: number; key?: string }[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/y;
  let key: string | undefined;
  let last: string | undefined;
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    const from = match.index;
    const to = from + found.length;
    if (found === '{' || found === '[') {
      open.push({ from, ...(key !== undefined && { key }) });
      key = undefined;
    } else if (found === '}' || found === ']') {
      if (last !== undefined) places.push({ ...at(to - 1, last, key), to: to - 1 });
      const begun = open.pop();
      if (begun !== undefined) places.push({ ...begun, to });
      key = undefined;
      last = undefined;
      continue;
    } else if (found === ':') {
      key = last;
      last = undefined;
      continue;
    } else if (found === ',') {
      if (last !== undefined) places.push(at(from, last, key));
      key = undefined;
    } else {
      last = found;
      continue;
    }
    last = undefined;
  }
  return places;
}

/** A plain value that ends at `end`. */
function at(end: number, found: string, key: string | undefined) {
  return { from: end - found.length, to: end, ...(key !== undefined && { key }) };
}

/** The value of a JSON text; undefined where it is none. Only what is parsed comes to a reader. */
export function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
