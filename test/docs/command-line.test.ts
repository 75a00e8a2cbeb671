import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the page of the command line has every command, in the order of its help', async () => {
  const page = await read('docs/reference/command-line.md');
  const documented = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  const source = await read('packages/cli/src/commands.ts');
  const commands = [...source.matchAll(/^ {2}(\w+): \{$/gm)].map(([, name]) => name);
  expect(commands.length).toBeGreaterThan(5);
  expect(documented).toEqual(commands);
});
