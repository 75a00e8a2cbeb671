import { CompletionContext } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { descriptionSchema } from '@understudy/description/schema';
import { expect, test } from 'vitest';
import { completeBySchema } from './complete-by-schema.js';

/** What is offered where `|` stands in a text. */
function offered(text: string, explicit = false): string[] {
  const pos = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [json()] });
  const result = completeBySchema(descriptionSchema)(new CompletionContext(state, pos, explicit));
  return (result?.options ?? []).map(({ label }) => label);
}

const scene = (source: string) => `{"scenes": [{"source": ${source}}]}`;

test.each([
  ['names of members, but those that are there', '{"title": "A", "|"}', '"width"', '"title"'],
  ['names while the text is broken off', '{"scenes": [{"source": {"ty|"}}]', '"type"', '"rule"'],
  ['the type first, where there is none yet', scene('{"|"}'), '"type"', '"seed"'],
  ['names of the alternative that is meant', scene('{"type": "life", "|"}'), '"rule"', '"shape"'],
  ['values of a choice', '{"fps": 3|}', '30', '120'],
  ['types', scene('{"type": "gra|"}'), '"gradients"', '"silence"'],
  ['values of an alternative', scene('{"type": "gradients", "shape": "|"}'), '"spiral"', '"life"'],
  ['truth', '{"scenes": [{"text": {"box": t|}}]}', 'true', '"t"'],
])('%s', (_, text, has, hasNot) => {
  expect(offered(text)).toContain(has);
  expect(offered(text)).not.toContain(hasNot);
});

test('what was typed is what it begins with', () => {
  expect(offered(scene('{"type": "gra|"}'))).toEqual(['"gradients"']);
  expect(offered(scene('{"type": "gradients", "sh|"}'))).toEqual(['"shape"']);
});

test('where anything may be, nothing is offered', () => {
  for (const text of [
    '{"title": "A|"}',
    '[|]',
    '{"unknown": {"|"}}',
    '{"scenes": [{"source": {"type": "life", "seed": 1|}}]}',
  ])
    expect(offered(text), text).toEqual([]);
});

test('asked for, names are offered in an empty object as well', () => {
  expect(offered('{|}')).toEqual([]);
  expect(offered('{|}', true)).toContain('"title"');
});
