import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const script = fileURLToPath(new URL('../../infra/compose/make-secrets.sh', import.meta.url));

async function secrets() {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-secrets-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = (name: string) => join(directory, name);
  return {
    make: () => promisify(execFile)('sh', [script, directory]),
    write: (name: string, text: string) => writeFile(path(name), text),
    remove: (...names: string[]) => Promise.all(names.map((name) => rm(path(name)))),
    async read() {
      const names = await readdir(directory);
      const texts = await Promise.all(names.map((name) => readFile(path(name), 'utf8')));
      return Object.fromEntries(names.map((name, index) => [name, texts[index]]));
    },
  };
}

test('what was there before stays', async () => {
  const { make, read, write } = await secrets();
  const own = {
    metadata_url: 'rediss://mine:secret@redis.example:6380\n',
    archive_credentials: '[default]\n',
  };
  for (const [name, text] of Object.entries(own)) await write(name, text);
  await make();
  const made = await read();
  expect(made).toMatchObject(own);
  expect(made['redis_acl']).toMatch(/user understudy on >[0-9a-f]{64} /);
  await make();
  expect(await read()).toEqual(made);
});

test('what is missing of two that belong together is made to fit the other', async () => {
  const { make, read, remove } = await secrets();
  await make();
  const made = await read();
  await remove('redis_acl', 'archive_identities');
  await make();
  expect(await read()).toEqual(made);
  await remove('metadata_url', 'archive_credentials');
  await make();
  expect(await read()).toEqual(made);
});

test('a certificate without its key is left to whoever put it there', async () => {
  const { make, read, write } = await secrets();
  await write('edge_certificate', 'mine');
  await expect(make()).rejects.toThrow(/one of edge_certificate and edge_key/);
  expect(await read()).toMatchObject({ edge_certificate: 'mine' });
});
