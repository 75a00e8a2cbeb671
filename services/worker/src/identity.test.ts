import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openIdentity } from './identity.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'understudy-identity-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** Starts, and ends again. */
async function start(id?: string, zone?: string) {
  const identity = await openIdentity(dataDir, { id, zone });
  identity.unlock();
  return { id: identity.id, zone: identity.zone };
}

test('a directory is one worker: what the first start said stands', async () => {
  expect(await start('w1', 'north')).toEqual({ id: 'w1', zone: 'north' });
  expect(await start()).toEqual({ id: 'w1', zone: 'north' });
  await expect(start('w2')).rejects.toThrow(`${dataDir} belongs to worker w1`);
  expect((await readdir(dataDir)).sort()).toEqual(['worker-id', 'worker.lock', 'zone']);
});

test('an ID is made up once', async () => {
  const { id, zone } = await start();
  expect(id).toMatch(/^w-[0-9a-f]{8}$/);
  expect(zone).toBe('default');
  expect(await start()).toEqual({ id, zone });
});

test('a zone that is set is the new one, and stays', async () => {
  await start('w1', 'north');
  expect((await start('w1', 'south')).zone).toBe('south');
  expect((await start('w1')).zone).toBe('south');
});

test('two processes cannot be one worker; a start that failed does not hold the directory', async () => {
  await start('w1');
  await expect(start('w2')).rejects.toThrow('belongs to');
  const identity = await openIdentity(dataDir, { id: undefined, zone: undefined });
  await expect(start()).rejects.toThrow(
    `a worker is running in ${dataDir} already (process ${process.pid} on `,
  );
  identity.unlock();
});

test.each(['', '\n', 'w 1', '../w1', 'w1\nw2', `w${'1'.repeat(63)}`])(
  'an ID file that holds %j ends the start with its path, and is not written over',
  async (held) => {
    const path = join(dataDir, 'worker-id');
    await writeFile(path, held);
    for (const id of [undefined, 'w1']) {
      await expect(start(id)).rejects.toMatchObject({
        code: 'invalid_configuration',
        message: expect.stringContaining(
          `${path} holds ${JSON.stringify(held.trim())}, which is no worker ID`,
        ),
      });
    }
    expect(await readFile(path, 'utf8')).toBe(held);
  },
);
