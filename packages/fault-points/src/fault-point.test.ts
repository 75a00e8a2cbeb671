import { spawnSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { armFaults, faultPoint } from './fault-point.js';

afterEach(() => armFaults(''));

test('a place that is not armed does nothing', () => {
  faultPoint('seal.renamed');
  armFaults('write:1=EIO');
  faultPoint('seal.renamed');
});

test('a disk fault begins at the named pass and stays, until all is disarmed', () => {
  armFaults('write:2=ENOSPC');
  faultPoint('write');
  for (let pass = 0; pass < 2; pass += 1) {
    expect(() => faultPoint('write')).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
  }
  armFaults('');
  faultPoint('write');
});

test('a kill ends the process at once', () => {
  // The compiled one: Node 20 runs no TypeScript.
  const compiled = new URL('../dist/index.js', import.meta.url).href;
  const script = `
    import { armFaults, faultPoint } from ${JSON.stringify(compiled)};
    armFaults('seal.renamed:2');
    faultPoint('seal.renamed');
    process.stdout.write('first ');
    faultPoint('seal.renamed');
    process.stdout.write('second');`;
  const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect({ signal, stdout }).toEqual({ signal: 'SIGKILL', stdout: 'first ' });
});

test.each(['seal', 'seal:0', 'seal:1=EPERM', 'SEAL:1', 'seal:1,'])('%s is refused', (text) => {
  expect(() => armFaults(text)).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
});

test('a place that there is not is refused, with those that there are', () => {
  expect(() => armFaults('seal.renamed:1,seal.renmaed:1')).toThrow(
    expect.objectContaining({
      code: 'invalid_configuration',
      message: expect.stringMatching(/"seal\.renmaed".* seal\.renamed, /),
    }),
  );
});
