import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const infra = fileURLToPath(new URL('../../infra', import.meta.url));

test('only the local cluster lets its console kill workers', async () => {
  const entries = await readdir(infra, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
  expect(files.length).toBeGreaterThan(20);
  for (const file of files)
    expect(await readFile(file, 'utf8'), file).not.toContain('UNDERSTUDY_KILL_WORKERS');
});
