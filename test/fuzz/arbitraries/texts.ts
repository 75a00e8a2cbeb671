import fc from 'fast-check';

/** Texts that have broken readers before, or might. */
const oddTexts = [
  '',
  ' ',
  '0',
  '-0',
  '-1',
  '00',
  '1e999',
  'NaN',
  'Infinity',
  '9007199254740993',
  '18446744073709551616',
  '9'.repeat(400),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../..',
  '..%2f..%2fetc/passwd',
  '/etc/passwd',
  'file:///etc/passwd',
  '%00',
  '%',
  '%zz',
  '%c0%ae',
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '\ufeff',
  'é',
  'e\u0301',
  '💥',
  '\r\n',
  '\r\nX-Injected: 1',
  '*',
  '"',
  "'",
  '\\',
  ',',
  ', ,',
  ';',
  '=',
  ':',
  '<script>',
  '(',
  '((((((((((',
  '"'.repeat(300),
  'a'.repeat(300),
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
] as const;

/** Any text, odd ones among them. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer().map(String),
  fc.double().map(String),
);

/** What the elements of a text's form are put together to, in any order. */
export function fromParts(parts: readonly string[], maxLength = 12): fc.Arbitrary<string> {
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...parts) },
    { weight: 1, arbitrary: texts },
    { weight: 1, arbitrary: fc.nat(99_999_999).map(String) },
  );
  return fc.array(part, { maxLength }).map((all) => all.join(''));
}

/** A change of a text: where, by what fraction of its length; how much of it goes; and what comes there. */
const change = fc.record({
  at: fc.nat(1_000),
  remove: fc.oneof(fc.nat(3), fc.nat(1_000)),
  insert: fc.oneof(texts, fc.constant('')),
  repeat: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.constantFrom(2, 50)),
});

/** `good` texts with up to `most` changes; none is one of them. */
export function mutated(good: fc.Arbitrary<string>, most = 3): fc.Arbitrary<string> {
  return fc.tuple(good, fc.array(change, { maxLength: most })).map(([text, changes]) =>
    changes.reduce((before, { at, remove, insert, repeat }) => {
      const place = Math.floor((before.length * at) / 1_000);
      const gone = Math.floor(remove > 3 ? (before.length * remove) / 1_000 : remove);
      return before.slice(0, place) + insert.repeat(repeat) + before.slice(place + gone);
    }, text),
  );
}
