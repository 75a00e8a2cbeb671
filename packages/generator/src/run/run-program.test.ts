import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { collect } from './collect.js';
import { runProgram } from './run-program.js';

/** A program in ffmpeg's place that tells its niceness once that is another than it began with. */
const tellsNiceness = ['-c', 'while [ "$(nice)" = "$0" ]; do sleep 0.01; done; nice'];

test('a run gives way to others, as it is told to', async () => {
  const own = String(getPriority());
  const run = { program: 'sh', arguments: [...tellsNiceness, own], stallMs: 5_000, nice: 7 };
  const output = await collect(runProgram(run, new AbortController().signal), 100);
  expect(Buffer.from(output).toString().trim()).toBe('7');
});
