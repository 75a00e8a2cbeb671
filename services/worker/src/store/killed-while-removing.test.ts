import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCanonical } from '../testing/test-description.js';
import { ArtifactStore } from './artifact-store.js';

const fingerprint = 'f'.repeat(64);
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-remove-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

test('an artifact whose removal was cut short by a kill is gone at the next start', async () => {
  // The compiled ones: Node 20 runs no TypeScript.
  const compiled = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);
  const script = `
    import { armFaults } from ${compiled('../../packages/fault-points/dist/index.js')};
    import { ArtifactStore } from ${compiled('dist/store/artifact-store.js')};
    const store = await ArtifactStore.open(${JSON.stringify(dataDir)}, ${JSON.stringify(fingerprint)});
    const artifact = store.getOrCreate(1n, ${JSON.stringify(testCanonical)});
    const writer = await artifact.openWriter(0);
    await writer.append(0, Buffer.from('abc'));
    await writer.seal(3);
    armFaults('remove.renamed:1');
    await artifact.clear();`;
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
  const artifacts = join(dataDir, 'artifacts');
  expect(await readdir(artifacts)).toEqual([expect.stringMatching(/\.removed$/)]);

  const store = await ArtifactStore.open(dataDir, fingerprint);
  expect([...store.all()]).toEqual([]);
  expect(await readdir(artifacts)).toEqual([]);
});
