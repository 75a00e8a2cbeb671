import { readFile } from 'node:fs/promises';
import { descriptionSchema, limits, type SchemaNode } from '@understudy/description';
import { expect, test } from 'vitest';

const page = await readFile(new URL('../../docs/reference/descriptions.md', import.meta.url), 'utf8');

const root: SchemaNode = descriptionSchema;
const scene = at(root, 'scenes').items as SchemaNode;
const kinds = (schema: SchemaNode, what: string) =>
  (schema.anyOf ?? []).map((each) => [`${what} \`${at(each, 'type').const}\``, each] as const);

const headings = new Map<string, SchemaNode>([
  ['The video', root],
  ['A scene', scene],
  ['Text', at(scene, 'text')],
  ['Fade', at(scene, 'fade')],
  ...kinds(at(scene, 'source'), 'Source'),
  ...kinds(at(scene, 'audio'), 'Sound'),
]);

test.each([...headings])(
  '%s: the page has its fields, which are required, and their bounds',
  (heading, schema) => {
    const expected = Object.entries(schema.properties ?? {})
      .filter(([name]) => name !== 'type')
      .map(([name, field]) => [`\`${name}\``, boundsOf(field), (schema.required ?? []).includes(name)]);
    expect(
      rowsUnder(heading).map(([name, bounds, fallback]) => [name, bounds, fallback === 'required']),
    ).toEqual(expected);
  },
);

test('every source and sound of the page is one of the schema', () => {
  const shown = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  expect(shown).toEqual([...headings.keys()].filter((heading) => /^(Source|Sound) /.test(heading)));
});

test('the limits of a whole description are told', () => {
  expect(page).toContain(`${limits.maxTotalS.toLocaleString('en')} s together`);
  expect(page).toContain(`${limits.textLines} lines`);
});

function at(schema: SchemaNode, property: string): SchemaNode {
  return schema.properties?.[property] as SchemaNode;
}

/** The cells of the table below a heading. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^#{2,3} /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function boundsOf(field: SchemaNode): string {
  const from = (min: number | undefined, max: number | undefined) =>
    `${min?.toLocaleString('en', { maximumFractionDigits: 9 })} to ${max?.toLocaleString('en')}`;
  if (field.enum) return field.enum.map((choice) => `\`${choice}\``).join(', ');
  if (field.type === 'boolean') return '`true`, `false`';
  if (field.type === 'array') return `${from(field.minItems, field.maxItems)} items`;
  if (field.maxLength) return `${from(field.minLength, field.maxLength)} characters`;
  if (field.maximum !== undefined) {
    const kind = field.multipleOf === 2 ? ', even' : field.type === 'integer' ? ', whole' : '';
    return `${from(field.minimum, field.maximum)}${kind}`;
  }
  return field.description ?? 'see below';
}
