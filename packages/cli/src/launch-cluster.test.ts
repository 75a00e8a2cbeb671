import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDataDir } from './data-dir/data-lock.js';
import { launchCluster } from './launch-cluster.js';
import { temporaryDataDir } from './testing/data-dir.js';

test('a second cluster in one data directory is refused', async () => {
  const dataDir = await temporaryDataDir();
  onTestFinished(lockDataDir(dataDir));
  await expect(launchCluster({ dataDir })).rejects.toThrow(
    `a cluster is running in ${dataDir} already (process ${process.pid} on `,
  );
});

test('a taken port is told before anything is started, and the directory is free again', async () => {
  const dataDir = await temporaryDataDir();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  await expect(launchCluster({ dataDir, routerPort: port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken; choose another by UNDERSTUDY_PORT, or 0 for any`,
  );
  expect((await readdir(dataDir)).sort()).toEqual(['cluster.lock', 'keys.json']);
  lockDataDir(dataDir)();
});

test('a library that was named and is not there ends the start, and is not made', async () => {
  const dataDir = await temporaryDataDir();
  const libraryDir = join(dataDir, 'clips');
  await expect(launchCluster({ dataDir, libraryDir })).rejects.toThrow(
    `UNDERSTUDY_LIBRARY: ${libraryDir} cannot be read (ENOENT)`,
  );
  expect((await readdir(dataDir)).sort()).toEqual(['cluster.lock', 'keys.json']);
});
