import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';

// The compiled program: Node 20 runs no TypeScript.
const program = fileURLToPath(new URL('../../dist/testing/lmdb-process.js', import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-lmdb-'));
});
afterEach(() => rm(directory, { recursive: true }));

interface Describing {
  readonly process: ChildProcess;
  /** Acknowledged: content ID and digest, or that it was deleted. */
  readonly acknowledged: Map<string, string>;
}

function describe(name: string): Describing {
  const child = spawn(process.execPath, [program, directory, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged = new Map<string, string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [contentId, digest] = line.split(' ') as [string, string];
    acknowledged.set(contentId, digest);
  });
  return { process: child, acknowledged };
}

test('of processes killed while they write, everything acknowledged is there, under IDs of its own', async () => {
  const killed: Describing[] = [];
  for (let round = 0; round < 3; round += 1) {
    const writing = ['a', 'b'].map((name) => describe(`${name}${round}`));
    await expect
      .poll(() => writing.every(({ acknowledged }) => acknowledged.size > 20), { timeout: 10_000 })
      .toBe(true);
    for (const { process } of writing) {
      const closed = once(process, 'close');
      process.kill('SIGKILL');
      await closed;
    }
    killed.push(...writing);
  }
  const store = await openMetadataStore(`lmdb:${directory}`);
  const all = killed.flatMap(({ acknowledged }) => [...acknowledged]);
  expect(new Set(all.map(([contentId]) => contentId)).size).toBe(all.length);
  for (const [contentId, digest] of all) {
    if (digest === 'deleted') {
      await expect(store.readDescription(BigInt(contentId))).rejects.toMatchObject({ code: 'gone' });
      continue;
    }
    expect(await store.readDescription(BigInt(contentId))).toBe(`{"made by":"${digest}"}`);
  }
  const deleted = all.filter(([, digest]) => digest === 'deleted').map(([contentId]) => BigInt(contentId));
  expect(deleted.length).toBeGreaterThan(10);
  const { deletions, last } = await store.readDeletions(0, 1_000_000);
  const logged = deletions.map(({ contentId }) => contentId);
  expect(logged).toHaveLength(last);
  expect(new Set(logged).size).toBe(last);
  expect(logged).toEqual(expect.arrayContaining(deleted));
  await store.close();
}, 60_000);

test('a process that exits in the middle of a write is gone, and the others write on', async () => {
  const environment = new URL('../../dist/lmdb/lmdb-environment.js', import.meta.url).href;
  const source = `
    import { LmdbEnvironment } from '${environment}';
    const environment = new LmdbEnvironment('${directory}', { commandTimeoutMs: 1_000, onAway() {}, onBack() {} });
    void environment.write('test', () => process.exit(3));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 10_000,
    killSignal: 'SIGTERM',
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const store = await openMetadataStore(`lmdb:${directory}`);
  await store.createDescription('a'.repeat(64), '{"made":"afterwards"}');
  await store.close();
}, 20_000);
