import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { requireDirectory } from './require-directory.js';

test('a directory is taken; what is missing or none is refused by its variable and path, and not made', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-directory-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await requireDirectory('UNDERSTUDY_LIBRARY', dir);

  const missing = join(dir, 'missing');
  await expect(requireDirectory('UNDERSTUDY_LIBRARY', missing)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: `UNDERSTUDY_LIBRARY: ${missing} cannot be read (ENOENT)`,
  });
  expect(await readdir(dir)).toEqual([]);

  const file = join(dir, 'file');
  await writeFile(file, '');
  await expect(requireDirectory('UNDERSTUDY_LIBRARY', file)).rejects.toMatchObject({
    message: `UNDERSTUDY_LIBRARY: ${file} is no directory`,
  });
});
