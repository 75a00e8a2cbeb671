import { messageOf } from './messages.js';
import { up } from './up.js';
import { readUpOptions } from './up-options.js';

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

try {
  const options = readUpOptions(process.argv.slice(2), process.env);
  process.exitCode = await up(options, {
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
    stop: stop.signal,
    stopNow: stopNow.signal,
    workingDir: process.cwd(),
  });
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
