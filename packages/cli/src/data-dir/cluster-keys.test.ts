import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOpaqueIds, parseKeyRing } from '@understudy/opaque-id';
import { expect, test } from 'vitest';
import { temporaryDataDir } from '../testing/data-dir.js';
import { openClusterKeys } from './cluster-keys.js';

test('keys are made once, kept, and readable by their owner only', async () => {
  const dataDir = await temporaryDataDir();
  const keys = await openClusterKeys(dataDir);
  expect(await openClusterKeys(dataDir)).toEqual(keys);
  expect(new Set(Object.values(keys)).size).toBe(5);
  expect((await stat(join(dataDir, 'keys.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(['keys.json']);

  const ids = createOpaqueIds(parseKeyRing(keys.idKeys));
  expect(ids.decode(ids.encode(5n))).toBe(5n);
  for (const key of [keys.placementKey, keys.peerSecret]) expect(Buffer.from(key, 'base64')).toHaveLength(32);
});

test.each([
  ['cut short', (text: string) => text.slice(0, -20)],
  ['without one key', (text: string) => text.replace('"apiKey"', '"other"')],
  ['with a wrong key ring', (text: string) => text.replace('"1:', '"1:x')],
])('a key file %s is refused, not replaced', async (_what, damage) => {
  const dataDir = await temporaryDataDir();
  await openClusterKeys(dataDir);
  const path = join(dataDir, 'keys.json');
  const damaged = damage(await readFile(path, 'utf8'));
  await writeFile(path, damaged);
  await expect(openClusterKeys(dataDir)).rejects.toMatchObject({ code: 'invalid_configuration' });
  expect(await readFile(path, 'utf8')).toBe(damaged);
});
