import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRunFolder, removeLeftFolders, removeRunFolder } from './run-folder.js';

test('folders of processes that are gone are removed, those of others stay', async () => {
  const mine = await makeRunFolder(undefined);
  const { pid } = spawnSync('true');
  const left = join(tmpdir(), `understudy-run-${pid}-left`);
  const others = join(tmpdir(), `understudy-run-${process.ppid}-runs`);
  await mkdir(left);
  await mkdir(others);
  try {
    await removeLeftFolders();
    const names = (await readdir(tmpdir())).map((name) => join(tmpdir(), name));
    expect([mine, left, others].map((folder) => names.includes(folder))).toEqual([true, false, true]);
  } finally {
    await removeRunFolder(mine);
    await rm(others, { recursive: true });
  }
});
