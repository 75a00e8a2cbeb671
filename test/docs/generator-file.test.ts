import { readFile } from 'node:fs/promises';
import type { SchemaNode } from '@understudy/description';
import { programDefaults, programFileSchema } from '@understudy/generator';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = await read('docs/reference/generator-file.md');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('the page has the fields of the file, their bounds and their defaults', () => {
  const expected = Object.entries(programFileSchema.properties ?? {}).map(([name, field]) => [
    `\`${name}\``,
    boundsOf(field),
    defaultOf(name),
  ]);
  expect(
    rows.slice(0, expected.length).map(([, name, bounds, fallback]) => [name, bounds, fallback]),
  ).toEqual(expected);
});

test('the page has the variables that a run is told', async () => {
  const source = await read('packages/generator/src/program/program-generator.ts');
  const told = /const told = \{(.*?)\};/s.exec(source)?.[1] ?? '';
  const names = [...told.matchAll(/^\s*([A-Z_]+):/gm)].map(([, name]) => `\`UNDERSTUDY_${name}\``);
  expect(names.length).toBeGreaterThan(5);
  expect(rows.map(([, name]) => name).filter((name) => name?.startsWith('`UNDERSTUDY_'))).toEqual(names);
});

function defaultOf(name: string): string {
  if (programFileSchema.required?.includes(name)) return 'required';
  const known = Object.entries(programDefaults).find(([each]) => each === name);
  return known === undefined ? 'none' : known[1].toLocaleString('en');
}

function boundsOf(field: SchemaNode): string {
  const from = (min = 0, max = 0) => `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  if (field.enum !== undefined) return field.enum.map((choice) => `\`${choice}\``).join(', ');
  if (field.maxJsonBytes !== undefined)
    return `any JSON of at most ${field.maxJsonBytes.toLocaleString('en')} bytes`;
  if (field.type === 'array') return `${from(field.minItems, field.maxItems)} items`;
  if (field.type === 'integer') return `${from(field.minimum, field.maximum)}, whole`;
  return field.description ?? '';
}
