import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** Enough for a busy machine; a Redis starts in some 20 ms. */
const startTimeoutMs = 10_000;

/** Starts a `redis-server`, as a server or a sentinel, and waits until it says `readyText`. It ends with this process. */
export async function launchRedis(args: readonly string[], readyText: string): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  await said(child, readyText);
  return child;
}

async function said(child: ChildProcess, readyText: string): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`redis-server ${reason}\n${log}`));
    };
    const timer = setTimeout(fail, startTimeoutMs, 'did not start in time');
    child.once('error', (error) => fail(error.message));
    const onExit = () => fail('ended');
    child.once('exit', onExit);
    child.stdout?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      if (!log.includes(readyText)) return;
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve();
    });
  });
}

/** What `redis-cli` prints for a command at a port of 127.0.0.1. Rejects when it answers with an error. */
export async function redisCli(port: number, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('redis-cli', ['-e', '-p', `${port}`, ...args]);
  return stdout.trim();
}
