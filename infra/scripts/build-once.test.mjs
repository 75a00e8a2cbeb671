import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildOnce } from './build-once.mjs';
import { programs } from './programs.mjs';

/** A tree with all programs, and how often it was built. */
function tree() {
  const root = mkdtempSync(join(tmpdir(), 'understudy-build-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const put = (name, text = '') => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  put('node_modules/.keep');
  put('examples/description.json', '{}');
  put('packages/errors/package.json');
  for (const program of programs) put(`${program}/package.json`);
  let builds = 0;
  let fails = false;
  const build = () =>
    buildOnce(root, () => {
      builds += 1;
      for (const each of [...programs, 'packages/errors']) put(`${each}/dist/program/main.js`);
      if (fails) throw new Error('it does not compile');
    });
  return {
    root,
    put,
    builds() {
      build();
      return builds;
    },
    fails(now) {
      fails = now;
    },
  };
}

test('what was built is not built again until something that it is made of changes', () => {
  const { put, builds } = tree();
  expect([builds(), builds()]).toEqual([1, 1]);
  put('examples/other.json');
  expect([builds(), builds()]).toEqual([2, 2]);
  put('packages/errors/src/index.ts', 'export {};');
  expect([builds(), builds()]).toEqual([3, 3]);
});

test('what was deleted of it is built again, and what is no package does not count', () => {
  const { root, put, builds } = tree();
  put('packages/.DS_Store');
  expect([builds(), builds()]).toEqual([1, 1]);
  rmSync(join(root, 'services/router/dist/program'), { recursive: true });
  expect([builds(), builds()]).toEqual([2, 2]);
  rmSync(join(root, 'packages/errors/dist'), { recursive: true });
  expect([builds(), builds()]).toEqual([3, 3]);
});

test('a build that failed half-way counts for nothing, also when everything is as it was before it', () => {
  const { root, put, builds, fails } = tree();
  const file = 'packages/errors/src/index.ts';
  const then = new Date(0);
  put(file, 'a');
  utimesSync(join(root, file), then, then);
  expect(builds()).toBe(1);
  put(file, 'b');
  fails(true);
  expect(builds).toThrow('it does not compile');
  fails(false);
  put(file, 'a');
  utimesSync(join(root, file), then, then);
  expect([builds(), builds()]).toEqual([3, 3]);
});
