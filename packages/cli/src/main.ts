import { messageOf } from './messages.js';
import { up } from './up.js';
import { readUpOptions } from './up-options.js';

const stop = new AbortController();
const stopNow = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) stopNow.abort();
    else stop.abort();
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
