import { checkFolder } from '@understudy/generator/conformance';
import { expect, test } from 'vitest';

test('it keeps what a generator promises', { timeout: 90_000 }, async () => {
  const report = await checkFolder(new URL('.', import.meta.url));
  expect(report.conforms, report.text).toBe(true);
});
