import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDescription } from '@understudy/description';
import { openProgramGenerator } from '@understudy/generator';
import { checkGenerator } from '@understudy/generator/conformance';
import { expect, test } from 'vitest';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

test('it keeps what a generator promises', async () => {
  const description = parseDescription(JSON.parse(await readFile(here('description.json'), 'utf8')));
  const open = () => openProgramGenerator({ file: here('generator.json'), stallMs: 10_000 });
  const report = await checkGenerator({ open, description });
  expect(report.conforms, report.text).toBe(true);
});
