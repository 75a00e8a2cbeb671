import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDescription } from '@understudy/description';
import { openProgramGenerator } from '@understudy/generator';
import { checkGenerator } from '@understudy/generator/conformance';
import { expect, test } from 'vitest';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

test('it keeps what a generator promises', { timeout: 90_000 }, async () => {
  const example = JSON.parse(await readFile(here('description.json'), 'utf8'));
  // Short and small, so that it is quick: three segments of it are as good as many.
  const source = { ...example.scenes[0].source, segmentDuration: 0.5 };
  const description = parseDescription({
    ...example,
    width: 160,
    height: 90,
    scenes: [{ duration: 1.2, source }],
  });
  const open = () => openProgramGenerator({ file: here('generator.json'), stallMs: 10_000 });
  const report = await checkGenerator({ open, description });
  expect(report.conforms, report.text).toBe(true);
});
