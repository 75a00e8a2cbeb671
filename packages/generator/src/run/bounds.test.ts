import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { gone } from '../conformance/processes.js';
import { type Bounds, boundedCommand } from './bounds.js';
import { collect } from './collect.js';
import { runProgram } from './run-program.js';

const bounds: Bounds = { runMs: 20_000, memoryBytes: 100_000_000, outputBytes: 1_000_000 };
const never = new AbortController().signal;

const run = (script: string, changed: Partial<Bounds> = {}, input = '') =>
  runProgram(
    { program: 'sh', arguments: ['-c', script], stallMs: 10_000, input, bounds: { ...bounds, ...changed } },
    never,
  );

async function failureOf(output: AsyncIterable<Uint8Array>): Promise<string> {
  try {
    await collect(output, 10_000_000);
  } catch (error) {
    return isUnderstudyError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'none';
}

test('within its bounds a program reads its input and writes its output', async () => {
  const output = await collect(run('read -r line; echo "$line, $(pwd)"', {}, 'hello\n'), 1_000);
  expect(Buffer.from(output).toString()).toBe(`hello, ${process.cwd()}\n`);
});

test('a program need not read its input', async () => {
  const output = await collect(run('exec echo done', {}, 'x'.repeat(1_000_000)), 1_000);
  expect(Buffer.from(output).toString()).toBe('done\n');
});

/** Grows until it is stopped, or has ten times the bound. */
const glutton =
  'x=$(head -c 1000000 /dev/zero | tr "\\0" x); i=0; while [ $i -lt 9 ]; do x=$x$x; i=$((i+1)); done; echo fits';

test.each([
  ['runs for too long', 'exec sleep 60', { runMs: 200 }, /^generator_failed: sh ran longer than 200 ms/],
  ['writes too much', 'exec cat /dev/zero', {}, /^generator_failed: sh wrote more than 1000000 bytes/],
  ['takes too much memory', glutton, {}, /^generator_failed: sh ended with/],
  ['fails', 'echo "no such font" >&2; exit 3', {}, /^generator_failed: sh ended with 3: no such font$/],
  ['is not there', 'exec /no/such/program', {}, /^generator_unavailable: /],
])('a program that %s', async (_, script, changed, message) => {
  expect(await failureOf(run(script, changed))).toMatch(message);
});

test('all that it started ends with it, however it ends', async () => {
  const pids: number[] = [];
  for await (const bytes of run('sleep 60 & echo $!; sh -c "sleep 60 & echo \\$!; wait" & wait')) {
    pids.push(...Buffer.from(bytes).toString().trim().split('\n').map(Number));
    if (pids.length === 2) break;
  }
  expect(pids).toHaveLength(2);
  await gone(new Set(pids));
});

test('it ends when whoever runs it is killed without a word', async () => {
  const [program, args] = boundedCommand('sh', ['-c', 'sleep 60 & echo $!; wait'], bounds);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore', 'pipe'], detached: true });
  const [bytes] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  // What the kernel does with the descriptors of a process that is gone.
  child.stdio[3]?.destroy();
  await gone(new Set([Number(bytes.toString()), child.pid as number]));
});
