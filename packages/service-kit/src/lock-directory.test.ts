import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDirectory } from './lock-directory.js';

const lock = (directory: string) =>
  lockDirectory(directory, 'test.lock', (holder) => `${directory} is held by ${holder}`);

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-lock-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

test('the second of two is refused, and told who holds it, until the first lets go', async () => {
  const directory = await emptyDirectory();
  const unlock = lock(directory);
  expect(() => lock(directory)).toThrow(`${directory} is held by process ${process.pid} on `);
  unlock();
  unlock();
  lock(directory)();
});

test('the lock of a killed process is free, though a program that it started lives on', async () => {
  const directory = await emptyDirectory();
  // The compiled one: Node 20 runs no TypeScript.
  const compiled = new URL('../dist/index.js', import.meta.url).href;
  const script = `
    import { spawn } from 'node:child_process';
    import { lockDirectory } from ${JSON.stringify(compiled)};
    lockDirectory(process.argv[1], 'test.lock', String);
    const left = spawn('sleep', ['30'], { stdio: 'ignore' });
    process.stdout.write(String(left.pid));
    setInterval(() => {}, 1_000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [left] = await once(holder.stdout, 'data');
  onTestFinished(() => void process.kill(Number(left)));
  expect(() => lock(directory)).toThrow(`is held by process ${holder.pid} on `);
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  lock(directory)();
});

test('a directory that is not there is told as such', () => {
  expect(() => lock('/nonexistent')).toThrow('ENOENT');
});
