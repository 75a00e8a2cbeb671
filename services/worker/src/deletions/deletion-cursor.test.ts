import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DeletionCursor } from './deletion-cursor.js';

test('the cursor is kept in the data directory; a damaged one begins again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-cursor-'));
  try {
    const cursor = new DeletionCursor(directory);
    expect(await cursor.read()).toBeUndefined();
    await cursor.write(12);
    expect(await new DeletionCursor(directory).read()).toBe(12);
    for (const damaged of ['', 'x', '-1', '1e9']) {
      await writeFile(join(directory, 'deletions'), damaged);
      expect(await cursor.read()).toBe(0);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});
