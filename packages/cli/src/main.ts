#!/usr/bin/env node
import { endWithReader } from './broken-pipe.js';
import { dispatch } from './dispatch.js';
import { messageOf } from './messages.js';

/** npm passes on what the terminal has sent to its whole group already: one Ctrl-C arrives twice. */
const sameSignalMs = 500;

const stop = new AbortController();
const stopNow = new AbortController();
let stoppedAtMs = Number.POSITIVE_INFINITY;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (performance.now() - stoppedAtMs > sameSignalMs) stopNow.abort();
    if (stop.signal.aborted) return;
    stoppedAtMs = performance.now();
    stop.abort();
  });
}

for (const output of [process.stdout, process.stderr]) endWithReader(output, (code) => process.exit(code));

try {
  process.exitCode = await dispatch(process.argv.slice(2), process.env, {
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    // Only asked for by those who read: to look at it is to open it.
    input: () => process.stdin,
    output: () => process.stdout,
    stop: stop.signal,
    stopNow: stopNow.signal,
    workingDir: process.cwd(),
  });
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
