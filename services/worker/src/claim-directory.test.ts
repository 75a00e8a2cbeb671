import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDirectory } from './claim-directory.js';

let volume: string;
beforeEach(async () => {
  volume = await mkdtemp(join(tmpdir(), 'understudy-volume-'));
});
afterEach(() => rm(volume, { recursive: true }));

test('a directory that is a worker itself is left as it is', async () => {
  const config = { dataDir: volume, dataDirectories: 0 };
  expect(await claimDirectory(config)).toBe(config);
});

test('each takes the first that is free, and the next that of one that was killed', async () => {
  // Another process has the first, as a worker in another container has.
  await mkdir(join(volume, '0'));
  const other = spawn('flock', [join(volume, '0', 'claim.lock'), 'sh', '-c', 'echo locked; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await once(other.stdout, 'data');
  const config = { dataDir: volume, dataDirectories: 2 };
  expect(await claimDirectory(config)).toEqual({ ...config, dataDir: join(volume, '1') });
  await expect(claimDirectory(config)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: `a worker is running in each of the 2 directories of ${volume}: UNDERSTUDY_DATA_DIRECTORIES must be at least the number of workers`,
  });
  const gone = once(other, 'exit');
  process.kill(-(other.pid as number), 'SIGKILL');
  await gone;
  expect((await claimDirectory(config)).dataDir).toBe(join(volume, '0'));
});
