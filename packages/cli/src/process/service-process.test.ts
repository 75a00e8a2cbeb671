import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDataDir } from '../testing/data-dir.js';
import { startService } from './service-process.js';

/** What is said of a catalog that does `program` instead of starting. */
async function saidOf(program: string, env: Record<string, string> = {}): Promise<string> {
  const logFile = join(await temporaryDataDir(), 'catalog.log');
  const starting = startService({
    service: 'catalog',
    name: 'catalog',
    env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}`, ...env },
    logFile,
    signal: AbortSignal.timeout(10_000),
  });
  const error: unknown = await starting.catch((thrown: unknown) => thrown);
  return (error as Error).message.replace(logFile, 'its log');
}

const killItself = (signal: string) => `process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`;

test.each(['SIGSEGV', 'SIGBUS', 'SIGABRT'])(
  'a service ended by %s at its start: the file of LMDB is named',
  async (signal) => {
    expect(await saidOf(killItself(signal), { UNDERSTUDY_METADATA_URL: 'lmdb:/data/metadata' })).toBe(
      `catalog was ended by ${signal} before it listened (perhaps the metadata store's file /data/metadata/data.mdb is damaged: docs/how-to/damaged-copies.md): nothing in its log`,
    );
  },
);

test('any other end is told as it was', async () => {
  const env = { UNDERSTUDY_METADATA_URL: 'redis://127.0.0.1' };
  expect(await saidOf(killItself('SIGSEGV'), env)).toBe(
    'catalog was ended by SIGSEGV before it listened: nothing in its log',
  );
  const lmdb = { UNDERSTUDY_METADATA_URL: 'lmdb:/data/metadata' };
  expect(await saidOf(killItself('SIGKILL'), lmdb)).toBe(
    'catalog was ended by SIGKILL before it listened: nothing in its log',
  );
  expect(await saidOf("console.log('no disk'); process.exit(3)")).toBe(
    'catalog ended with 3 before it listened: no disk',
  );
});
