import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalDescription, descriptionDigest, parseDescription } from './index.js';

const description = {
  title: 'A "title" é\u2028',
  width: 320,
  height: 180,
  fps: 30,
  scenes: [{ source: { type: 'still', color: '#00ff00' }, duration: 2.5, fade: { out: 0, in: 0.25 } }],
};

test('the canonical text is that of RFC 8785', () => {
  expect(canonicalDescription(parseDescription(description))).toBe(
    '{"fps":30,"height":180,"scenes":[{"duration":2.5,"fade":{"in":0.25,"out":0},"source":{"color":"#00ff00","type":"still"}}],"title":"A \\"title\\" é\u2028","width":320}',
  );
});

test('the order of members, and how numbers were written, change neither text nor digest', () => {
  const reordered = JSON.parse(
    '{"scenes":[{"fade":{"in":2.5e-1,"out":-0.0},"duration":25e-1,"source":{"color":"#00ff00","type":"still"}}],"fps":3e1,"height":180.0,"width":320,"title":"A \\"title\\" \\u00e9\\u2028"}',
  );
  expect(descriptionDigest(parseDescription(reordered))).toBe(
    descriptionDigest(parseDescription(description)),
  );
});

test('reading the canonical text gives the same description, whatever its text and title are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (value) => {
      const parsed = parseDescription({
        ...description,
        scenes: [{ ...description.scenes[0], text: { value } }],
      });
      const text = canonicalDescription(parsed);
      expect(parseDescription(JSON.parse(text))).toEqual(parsed);
      expect(canonicalDescription(parseDescription(JSON.parse(text)))).toBe(text);
    }),
  );
});

test('a digest is 64 hex digits and differs with any field', () => {
  const digest = descriptionDigest(parseDescription(description));
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(descriptionDigest(parseDescription({ ...description, width: 322 }))).not.toBe(digest);
});
