import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { commands } from '../commands.js';
import { dispatch } from '../dispatch.js';
import { testTerminal } from '../testing/terminal.js';

async function completion(...args: string[]) {
  const { terminal, told } = testTerminal();
  return { code: await dispatch(['completion', ...args], {}, terminal), ...told };
}

test('bash completes commands with it, and files behind them', async () => {
  const { code, printed } = await completion('bash');
  expect(code).toBe(0);
  const complete = async (...words: string[]) => {
    const line = words.map((word) => `'${word}'`).join(' ');
    const script = `${printed.join('\n')}
COMP_WORDS=(understudy ${line}); COMP_CWORD=${words.length}; _understudy; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: '/' });
    return stdout.trim().split('\n');
  };
  expect(await complete('repl')).toEqual(['replication']);
  expect((await complete('')).sort()).toEqual(Object.keys(commands).sort());
  expect(await complete('make', 'et')).toEqual(['etc']);
  expect(await complete('status', '--j')).toEqual(['--json']);
  expect(await complete('scrub', '--j')).toEqual(['--json']);
  expect(await complete('metadata', '--j')).toEqual(['']);
  expect(await complete('keys', 'ro')).toEqual(['root', 'rotate']);
  expect(await complete('keys', 'rev')).toEqual(['revoke']);
  expect(await complete('status', 'rev')).toEqual(['']);
});

test.each(['zsh', 'fish'])('%s is told every command', async (shell) => {
  const { code, printed } = await completion(shell);
  expect(code).toBe(0);
  for (const [name, { summary }] of Object.entries(commands)) {
    expect(printed.join()).toContain(name);
    // In single quotes there.
    expect(summary).not.toContain("'");
  }
});

test.each([[], ['csh'], ['bash', 'zsh']])('%j is not understood', async (...args) => {
  const { code, warned } = await completion(...args);
  expect(code).toBe(2);
  expect(warned.join()).toContain('name one shell: bash, zsh or fish');
});

test.each(Object.entries(commands))(
  '%s says of --json in its help what shells are told',
  async (name, { isForPeople }) => {
    const { terminal, told } = testTerminal();
    expect(await dispatch([name, '--help'], {}, terminal)).toBe(0);
    expect(told.printed.join().includes('--json')).toBe(isForPeople !== true);
  },
);
