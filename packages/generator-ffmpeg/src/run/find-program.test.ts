import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { findProgram } from './find-program.js';

afterEach(() => vi.unstubAllEnvs());

test('a program is the first on the PATH that may be run', async () => {
  const [first, second] = await Promise.all(
    ['first', 'second'].map(async (name) => {
      const folder = await mkdtemp(join(tmpdir(), `understudy-${name}-`));
      onTestFinished(() => rm(folder, { recursive: true }));
      await writeFile(join(folder, 'program'), '#!/bin/sh\n');
      return folder;
    }),
  );
  const [atFirst, atSecond] = [join(first as string, 'program'), join(second as string, 'program')];
  vi.stubEnv('PATH', ['/nonexistent', first, second].join(delimiter));
  expect(await findProgram('program')).toBeUndefined();
  await chmod(atSecond, 0o700);
  expect(await findProgram('program')).toBe(atSecond);
  await chmod(atFirst, 0o700);
  expect(await findProgram('program')).toBe(atFirst);
  // A path is itself, whatever the PATH has.
  expect(await findProgram(atSecond)).toBe(atSecond);
  expect(await findProgram('/nonexistent/program')).toBeUndefined();
});
