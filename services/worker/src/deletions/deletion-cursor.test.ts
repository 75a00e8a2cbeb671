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
    const log = '0123456789abcdef';
    for (const place of [
      { sequence: 12, log, contentId: 7n },
      { sequence: 0, log, contentId: undefined },
      { sequence: 3, log: undefined, contentId: undefined },
    ]) {
      await cursor.write(place);
      expect(await new DeletionCursor(directory).read()).toEqual(place);
    }
    for (const damaged of ['', 'x', '-1', '1e9', '12 0123', `12 ${log} 0`]) {
      await writeFile(join(directory, 'deletions'), damaged);
      expect(await cursor.read()).toEqual({ sequence: 0, log: undefined, contentId: undefined });
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});
