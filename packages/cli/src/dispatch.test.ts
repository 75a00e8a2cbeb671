import { expect, test } from 'vitest';
import { commands } from './commands.js';
import { dispatch } from './dispatch.js';
import { testTerminal } from './testing/terminal.js';

test.each([['--help'], ['-h'], ['help']])('%s names the commands', async (arg) => {
  const { terminal, told } = testTerminal();
  expect(await dispatch([arg], {}, terminal)).toBe(0);
  expect(told.printed.join()).toMatch(
    new RegExp(
      Object.keys(commands)
        .map((verb) => `${verb} .*`)
        .join('\n.*'),
    ),
  );
});

test.each([[[]], [['down']], [['toString']]])('%j is refused with the commands', async (args) => {
  const { terminal, told } = testTerminal();
  expect(await dispatch(args, {}, terminal)).toBe(2);
  expect(told.warned.join()).toContain('usage: understudy <command>');
});

test('up is given its arguments, and tells how it is used', async () => {
  const { terminal, told } = testTerminal();
  expect(await dispatch(['up', '--fast'], {}, terminal)).toBe(2);
  expect(told.warned.join()).toMatch(/--fast.*usage: understudy up/s);
  expect(await dispatch(['up', '--help'], {}, terminal)).toBe(0);
  expect(told.printed.join()).toContain('usage: understudy up [--restart]');
});
