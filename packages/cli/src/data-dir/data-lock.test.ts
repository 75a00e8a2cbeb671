import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDataDir } from '../testing/data-dir.js';
import { lockDataDir } from './data-lock.js';

test('the second of two is refused until the first lets go', async () => {
  const dataDir = await temporaryDataDir();
  const unlock = await lockDataDir(dataDir);
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining(`a cluster is running in ${dataDir} already`),
  });
  await unlock();
  await (await lockDataDir(dataDir))();
});

test('the lock of a killed process is free', async () => {
  const dataDir = await temporaryDataDir();
  const program = `require('node:net').createServer().listen(process.argv[1], () => console.log('listening'))`;
  const holder = spawn(process.execPath, ['-e', program, join(dataDir, 'up.sock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({ code: 'invalid_configuration' });
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  await (await lockDataDir(dataDir))();
});
